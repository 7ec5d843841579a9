// One frame: draw(film, t) puts it on the stage. Time moves in steps of a twelfth of a second.
const WORDS_X = 44, MIDDLE_Y = 212;

/** Rooftops along the foot; each line of the film has a window, lit once it has been said. */
function foot(film, said) {
  const roofs = [[-20, 150, 34], [120, 110, 52], [222, 160, 30], [372, 120, 46], [482, 150, 34], [622, 110, 54], [722, 150, 36]];
  const shapes = roofs.map(([x, width, height]) => cut([[x, 482], [x, 442], [x + width / 2, 442 - height],
    [x + width, 442], [x + width, 482]], "var(--foot)", 3)
    + box(x + width * 0.66, 442 - height, 13, height * 0.8, "var(--foot)")).join("");
  const windows = film.lines.map((_, index) => {
    const x = 46 + index * 34;
    return box(x, 450, 26, 20, index < said ? "var(--lit)" : "var(--unlit)", 1.6)
      + box(x + 12, 450, 2, 20, "var(--foot)", 0) + box(x, 459, 26, 2, "var(--foot)", 0);
  }).join("");
  return shapes + box(-4, 440, 862, 44, "var(--foot)", 3) + windows;
}

/** The words, line by line sliding in like paper pushed across a table. */
function words(text, age, title) {
  const lines = text.split(" / "), size = title ? 86 : 64, step = size * 0.98;
  const top = MIDDLE_Y - ((lines.length - 1) * step) / 2 + size * 0.34;
  return lines.map((line, index) => {
    const here = ease((age - 0.12 * index) / 0.42);
    const set = `<text class="words${title ? " words--title" : ""}" x="${WORDS_X}" y="${round(top + index * step)}"
      fill="var(--say)">${line}</text>`;
    return moved(set, { x: (here - 1) * 70, turn: (1 - here) * -3, cx: WORDS_X, cy: top, opacity: here > 0.05 ? 1 : 0 });
  }).join("");
}

const tag = `<rect x="46" y="28" width="112" height="28" fill="none" stroke="var(--say)" stroke-width="2"
  stroke-dasharray="7 5"/><text class="tag" x="102" y="48" text-anchor="middle" fill="var(--say)">sample film</text>`;

/** The frame at second t: which line, how long it has been there, and the picture's place in its story. */
function draw(film, t) {
  const starts = [0, ...film.starts];
  const step = starts.findLastIndex((start) => t >= start - 1e-6);
  const age = t - starts[step];
  return show(film, step, age, step + ease(age / (step === 0 ? 0.6 : 0.7)), Math.floor(t * 3));
}

/** The title with the picture at the end of its story. */
function poster(film) {
  return show(film, 0, film.seconds, 5, 1);
}

function show(film, step, age, story, beat) {
  const sway = [0, 1, 0.4, -1, -0.5, 0.7][beat % 6];
  const art = PICTURES[film.picture](story, sway);
  const stage = document.getElementById("stage");
  stage.setAttribute("class", film.ground);
  stage.innerHTML = `<rect width="854" height="480" fill="var(--ground)"/>
    ${rays(650, 236, 150, 560, 44, "var(--ray)", 0.5)}${moved(art, { scale: mix(0.9, 1, clamp(story)), cx: 650, cy: 440 })}
    ${foot(film, step)}${words(step === 0 ? film.title : film.lines[step - 1], age, step === 0)}${tag}`;
  return stage.innerHTML;
}
