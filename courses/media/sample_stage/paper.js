// Cut paper: shapes with edges as scissors leave them, always the same for the same place.
const INK = "#1b1813", RED = "#cd2f16", SUN = "#f5b42c", GREEN = "#176143", BLUE = "#174a86";
const PAPER = "#fffaf0", PINK = "#eda28c", GREY = "#8c8577", KRAFT = "#eae0c8";
const SKIN = ["#f0c8a3", "#cf9768", "#8d5a35", "#5d3a22"];

const chance = (x, y) => {
  const wave = Math.sin(x * 12.9898 + y * 78.233) * 43758.5453;
  return wave - Math.floor(wave) - 0.5;
};
const round = (number) => Math.round(number * 10) / 10;
const clamp = (number) => Math.min(1, Math.max(0, number));
const ease = (number) => 1 - (1 - clamp(number)) ** 3;
const mix = (a, b, part) => a + (b - a) * part;

/** A polygon whose corners and long edges stray by up to `stray` units. */
function cut(points, fill, stray = 2) {
  const path = points.flatMap(([x, y], index) => {
    const [nextX, nextY] = points[(index + 1) % points.length];
    const parts = Math.max(1, Math.round(Math.hypot(nextX - x, nextY - y) / 60));
    return Array.from({ length: parts }, (_, part) => {
      const px = mix(x, nextX, part / parts), py = mix(y, nextY, part / parts);
      return `${round(px + chance(px, py) * stray)} ${round(py + chance(py, px) * stray)}`;
    });
  });
  return `<path fill="${fill}" d="M${path.join("L")}z"/>`;
}
const box = (x, y, width, height, fill, stray) =>
  cut([[x, y], [x + width, y], [x + width, y + height], [x, y + height]], fill, stray);

/** A disc cut by hand. */
function disc(x, y, radius, fill, sides = 18) {
  const points = Array.from({ length: sides }, (_, side) => {
    const angle = (side / sides) * 2 * Math.PI;
    const length = radius * (1 + chance(side * 1.7, radius) * 0.05);
    return [x + Math.cos(angle) * length, y + Math.sin(angle) * length];
  });
  const middle = ([ax, ay], [bx, by]) => `${round((ax + bx) / 2)} ${round((ay + by) / 2)}`;
  const path = points.map((point, index) =>
    `Q${round(point[0])} ${round(point[1])} ${middle(point, points[(index + 1) % sides])}`);
  return `<path fill="${fill}" d="M${middle(points[sides - 1], points[0])}${path.join("")}z"/>`;
}

/** A leaf from one point to another: the mark that a knife leaves. */
function leaf(x1, y1, x2, y2, fill, fat = 0.18) {
  const [mx, my] = [(x1 + x2) / 2, (y1 + y2) / 2];
  const [dx, dy] = [(y2 - y1) * fat, (x1 - x2) * fat];
  const [a, b] = [`${round(mx + dx)} ${round(my + dy)}`, `${round(mx - dx)} ${round(my - dy)}`];
  return `<path fill="${fill}" d="M${round(x1)} ${round(y1)}Q${a} ${round(x2)} ${round(y2)}Q${b} ${round(x1)} ${round(y1)}z"/>`;
}

/** Rays round a point, as leaves. */
function rays(x, y, from, to, count, fill, turn = 0) {
  return Array.from({ length: count }, (_, index) => {
    const angle = ((index + turn) / count) * 2 * Math.PI, far = to * (1 + chance(index, count) * 0.25);
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    return leaf(x + cos * from, y + sin * from, x + cos * far, y + sin * far, fill, 0.05);
  }).join("");
}

/** Moves, turns and scales what is inside; turning and scaling round (cx, cy). */
function moved(inside, { x = 0, y = 0, turn = 0, scale = 1, cx = 0, cy = 0, opacity = 1 } = {}) {
  if (opacity <= 0 || scale <= 0) return "";
  const how = `translate(${round(x + cx)} ${round(y + cy)}) rotate(${round(turn)}) scale(${Math.round(scale * 1000) / 1000})`;
  return `<g transform="${how} translate(${-cx} ${-cy})" opacity="${round(opacity)}">${inside}</g>`;
}

const type = (words, x, y, size, fill, anchor = "middle") =>
  `<text class="type" x="${x}" y="${y}" font-size="${size}" fill="${fill}" text-anchor="${anchor}">${words}</text>`;

/** A neighbour, half length, whose shoulders stand on y = 0 and whose head is about 100 above. */
function person({ skin = 1, shirt = RED, hair = "short", tint = INK, talking = false }) {
  const tone = SKIN[skin], line = skin > 1 ? "#fff0dc" : INK;
  const back = {
    long: `<path fill="${tint}" d="M-56 40Q-68 -118 0 -116Q68 -118 56 40z"/>`,
    round: disc(0, -72, 64, tint),
    scarf: `<path fill="${tint}" d="M-62 48Q-62 -108 0 -104Q62 -108 62 48z"/>`,
    short: "",
    bald: "",
  }[hair];
  const front = {
    long: `<path fill="${tint}" d="M-44 -52Q-46 -110 0 -108Q46 -110 44 -52Q20 -92 0 -92Q-22 -84 -44 -52z"/>`,
    round: `<path fill="${tint}" d="M-42 -54Q-38 -104 0 -100Q38 -104 42 -54Q0 -94 -42 -54z"/>`,
    scarf: `<path fill="${tint}" d="M-42 -10Q-48 -98 0 -98Q48 -98 42 -10Q40 -72 0 -74Q-40 -72 -42 -10z"/>`,
    short: `<path fill="${tint}" d="M-45 -58Q-48 -118 6 -114Q52 -110 45 -60Q24 -88 -8 -82Q-34 -78 -45 -58z"/>`,
    bald: "",
  }[hair];
  const mouth = talking ? disc(0, -32, 7.5, line === INK ? INK : "#fff0dc", 10) : `<path d="M-13 -36q13 12 26 0"/>`;
  return `${back}${box(-18, -24, 36, 46, tone, 1)}
    <path fill="${shirt}" d="M-70 190L-64 52Q-58 12 -22 6L22 6Q58 12 64 52L70 190z"/>${disc(0, -54, 42, tone)}
    <g fill="none" stroke="${line}" stroke-width="4" stroke-linecap="round">
    <path d="M-23 -56q6 -6 12 0M11 -56q6 -6 12 0"/>${mouth}</g>${front}`;
}

/** A speech bubble with its tail at (x, y + height) pointing down to `tail`. */
function bubble(x, y, width, height, fill, tail) {
  const foot = x + width * (tail[0] < x + width / 2 ? 0.3 : 0.7);
  return cut([[x, y + 6], [x + width - 4, y], [x + width, y + height - 4], [foot + 16, y + height],
    tail, [foot - 16, y + height], [x + 4, y + height - 2]], fill, 3);
}
const scribbles = (x, y, width, count, fill) => Array.from({ length: count }, (_, index) =>
  leaf(x, y + index * 24, x + width * (index === count - 1 ? 0.62 : 1), y + index * 24 - 2, fill, 0.045)).join("");

/** A mug with steam that leans with `wave`. */
function mug(x, y, fill, wave = 0) {
  const steam = [-14, 12].map((dx) => leaf(x + dx, y - 14, x + dx + 8 + wave, y - 54, PAPER, 0.16)).join("");
  return `${steam}${box(x - 40, y, 80, 88, fill, 2)}
    <path fill="none" stroke="${fill}" stroke-width="13" d="M${x + 38} ${y + 20}q34 4 26 30q-6 18 -28 18"/>`;
}

/** A house with rows of windows; `lit` of them carry light. */
function house(x, ground, width, height, fill, rows, lit) {
  const windows = [], wide = width * 0.27, tall = Math.min(34, height / (rows * 1.9));
  for (let row = 0; row < rows; row += 1) for (const side of [0.14, 0.59]) {
    const light = windows.length < lit ? SUN : "#3a3226";
    const [left, top] = [x + width * side, ground - height + 16 + row * tall * 1.45];
    windows.push(box(left, top, wide, tall, light, 1.4) + box(left + wide / 2 - 1, top, 2.4, tall, INK, 0)
      + box(left, top + tall / 2 - 1, wide, 2.4, INK, 0));
  }
  return `${box(x + width * 0.66, ground - height - 52, 18, 50, INK)}${box(x, ground - height, width, height, fill)}
    ${cut([[x - 8, ground - height + 5], [x + width / 2, ground - height - 44], [x + width + 8, ground - height + 5]], INK)}
    ${windows.join("")}`;
}
