"""The words of the sample front page."""

from cms.sample.writing import Blocks, notice

HOME: Blocks = [
    {
        "type": "hero",
        "value": {
            "title": "It starts on your street",
            "lede": "Community organising is neighbours listening to each other, getting together, and changing what "
            "matters. Anyone can learn it.",
            "action": {"words": "Start the free module", "page": None, "address": "/framework-focus/reach/"},
            "small": "Ten short sample lessons. No sign-up.",
        },
    },
    {
        "type": "ways",
        "value": {
            "title": "What is organising?",
            "text": "It is not asking people to sign a thing you wrote. It is finding out what they care about, and "
            "doing something about it together. There are three parts.",
            "ways": [
                {
                    "picture": "listen",
                    "title": "Listen",
                    "text": "Talk with people, one at a time. On the doorstep, at the school gate, in the queue. Ask "
                    "more than you tell.",
                },
                {
                    "picture": "connect",
                    "title": "Get together",
                    "text": "Bring people who care about the same thing into one room. Put the kettle on. Share out "
                    "the jobs.",
                },
                {
                    "picture": "action",
                    "title": "Act",
                    "text": "Work out who can say yes. Ask them, together, in a way they cannot miss. Then learn from "
                    "how it went.",
                },
            ],
        },
    },
    {
        "type": "story",
        "value": {
            "kicker": "A story from Saltby (sample)",
            "quote": "I had lived here for nine years and never spoken to number 14.",
            "text": "<p>Denise did the free module on her phone at work. Then she knocked on 64 doors about the road "
            "outside the school. Number 14 came to the first meeting. So did 22 other people. They asked the council "
            "for a crossing, and they kept asking, all in the same week.</p>",
            "name": "Denise Okafor (sample), Harbour Road",
            "numbers": [
                {"number": "64", "words": "doors knocked on"},
                {"number": "11", "words": "weeks from first talk to wet paint"},
            ],
            "consent": "A sample story about nobody. A real one needs the person's written yes, and a date.",
        },
    },
    {
        "type": "hub_finder",
        "value": {
            "title": "Find a hub near you",
            "text": "A hub is a local charity that trains people and backs what they do.",
        },
    },
    {
        "type": "path",
        "value": {
            "title": "Where it can take you",
            "steps": [
                {"title": "The free module", "text": "A few minutes, on any phone."},
                {"title": "A day at a hub", "text": "Meet others. Practise with someone beside you."},
                {"title": "Framework Focus", "text": "All seven modules online, at your own speed."},
                {
                    "title": "A qualification",
                    "text": "Show what you can do in real life. An awarding organisation checks it.",
                },
            ],
        },
    },
    {"type": "numbers", "value": {"title": "So far, on this sample site"}},
    notice(
        "Not sure where to start?",
        '<p>Begin with <a href="/what-is-organising/">what organising is</a>, or with '
        '<a href="/a-taste-of-organising/">two lessons that take a minute</a>. Or '
        '<a href="/hubs/">ask the hub nearest to you</a>: a person will answer.</p>',
    ),
]
