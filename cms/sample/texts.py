"""The words of the sample pages of text. Our own; the Academy writes its real ones."""

from cms.sample.writing import Blocks, notice, text

WHAT_IS_ORGANISING: Blocks = [
    text(
        "<p>Something is wrong on your street. The lift is broken again. The crossing is not safe. The rent went up. "
        "Most people moan about it. Some write a letter. An organiser does something else first: they listen.</p>"
        "<h2>It begins with a talk</h2>"
        "<p>An organiser talks with one person at a time. They ask what matters to that person, and why. They do not "
        "bring a plan. After twenty talks they know what many people care about, and who others trust.</p>"
        "<h2>Then people meet</h2>"
        "<p>People who care about the same thing come into one room. They choose one thing to change. It should be "
        "big enough to matter and small enough to win. They share the jobs, so that nobody carries it alone.</p>"
        "<h2>Then they act</h2>"
        "<p>They find out who can say yes. They ask that person, together, so that it is hard to look away. Whether "
        "they win or not, they sit down afterwards and ask what they have learned. Then they begin again.</p>"
    ),
    notice(
        "It is not about being loud",
        "<p>Some of the best organisers are quiet people. If you are curious about your neighbour, you can begin.</p>",
    ),
    text(
        '<p><a href="/framework-focus/reach/">Try the free module</a>, or <a href="/hubs/">find a hub</a>.</p>'
    ),
    {
        "type": "hub_finder",
        "value": {"title": "Meet others who organise", "text": "Every hub is glad of new faces."},
    },
]

PRIVACY: Blocks = [
    text(
        "<h2>What we keep</h2>"
        "<ul><li>Your name and your e-mail address, if you gave us one.</li>"
        "<li>Which lessons you have watched or read, and what you wrote in them.</li>"
        "<li>Your certificates.</li></ul>"
        "<p>What you write at “Stop and think” is for you alone. Nobody else can read it.</p>"
        "<h2>Why we keep it</h2>"
        "<p>So that you can go on where you stopped, and so that others can check your certificate when you show it "
        "to them.</p>"
        "<h2>Who can see it</h2>"
        "<p>The Academy, and your hub if you take a course there. A hub sees its own learners and nobody else's. We "
        "never sell anything about you.</p>"
        "<h2>How long</h2>"
        "<p>If you learn without an account, we forget your lessons after 90 days. If you have an account, we keep "
        "them until you ask us to stop. We keep the record of a certificate longer, so that it can always be "
        "checked.</p>"
        "<h2>Your rights</h2>"
        "<p>You can ask to see what we keep, to put it right, to have a copy, or to have it wiped. Write to us. A "
        "person answers within a month. If you are not happy with the answer, you can tell the Information "
        "Commissioner's Office.</p>"
        "<h2>Cookies</h2>"
        "<p>We use a cookie to keep you signed in, one to keep your lessons if you have no account, one that "
        "protects our forms, and one for half a day when you say at the door of a course that you are here. A "
        "trainer's phone keeps the register for two days, so that it opens without a signal. We do not "
        "watch what you do elsewhere.</p>"
    ),
]

ACCESSIBILITY: Blocks = [
    text(
        "<p>We want everybody to be able to learn here. We build to the rules called WCAG 2.2, level AA.</p>"
        "<h2>What you can do</h2>"
        "<ul><li>Watch with captions, listen without pictures, or read the words. All three count the same.</li>"
        "<li>Do everything with the keyboard alone.</li>"
        "<li>Make the text twice as big. Nothing is cut off.</li>"
        "<li>Use dark colours. We follow what your phone or computer asks for.</li>"
        "<li>Use an old phone or little data. Each lesson says how many megabytes it takes.</li></ul>"
        "<h2>What does not work yet</h2>"
        "<p>This is a sample site, and nobody has tested it with a screen reader every day. If something is hard for "
        "you, that is our fault. Please tell us.</p>"
    ),
    notice(
        "Is something hard to use?",
        '<p><a href="/problem/?page=/accessibility/">Tell us what it is</a>. You can also learn at a hub, with someone '
        "to help.</p>",
    ),
]

HELP: Blocks = [
    text(
        "<h2>How do I start?</h2>"
        '<p>Open <a href="/framework-focus/">Framework Focus</a> and press the first lesson. You do not need an '
        "account for the first module.</p>"
        "<h2>How do I sign in?</h2>"
        "<p>Write your e-mail address. We send you a code. Type it in, and you are in. You need no password. No "
        "e-mail? Ask your hub: they can hand you a code.</p>"
        "<h2>When is a lesson done?</h2>"
        "<p>When you have watched or heard most of it, or have read it. It does not matter in which order, or on "
        "which phone. We keep your place as you go.</p>"
        "<h2>I have lost the signal</h2>"
        "<p>Go on. Your phone remembers what you watched and tells us when it can.</p>"
        "<h2>Where is my certificate?</h2>"
        '<p>Open <a href="/my-learning/">my learning</a>. It says what is still missing, or gives you the '
        "certificate. You can print it or send a link.</p>"
        "<h2>I learned on somebody else's phone</h2>"
        "<p>When you sign in there, we ask whether the lessons are yours. Say no, and we forget them.</p>"
    ),
    {
        "type": "hub_finder",
        "value": {
            "title": "Would you like someone beside you?",
            "text": "Hubs help with all of this, and make tea.",
        },
    },
]

# slug → title, first sentence, body
STANDARD_PAGES: dict[str, tuple[str, str, Blocks]] = {
    "what-is-organising": (
        "What is organising?",
        "Neighbours listen to each other, get together, and change what matters.",
        WHAT_IS_ORGANISING,
    ),
    "help": ("Help", "The questions that people ask most.", HELP),
    "privacy": (
        "How we look after your details",
        "We keep as little as we can, and we tell you what.",
        PRIVACY,
    ),
    "accessibility": (
        "If something is hard to use",
        "Everybody should be able to learn here, on any phone, in their own way.",
        ACCESSIBILITY,
    ),
}
