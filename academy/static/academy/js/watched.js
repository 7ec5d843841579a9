// Which seconds of a video were watched, as the player sees them. The server joins reports with what it has.

export class Watched {
  #seconds = new Set();

  /** The playhead went from one place to another (in seconds) without a jump. */
  add(from, to) {
    for (let second = Math.floor(from); second < to; second += 1) this.#seconds.add(second);
  }

  get empty() {
    return this.#seconds.size === 0;
  }

  /** Everything so far as "0-12,30-41", and a fresh start. */
  take() {
    const text = write([...this.#seconds]);
    this.#seconds.clear();
    return text;
  }
}

/** Two reports as one. */
export function joined(one, other) {
  return write([...read(one), ...read(other)]);
}

function read(text) {
  const ranges = text ? text.split(",").map((part) => part.split("-").map(Number)) : [];
  return ranges.flatMap(([start, end]) => Array.from({ length: end - start }, (_, place) => start + place));
}

function write(seconds) {
  const sorted = [...new Set(seconds)].sort((a, b) => a - b);
  const ranges = [];
  for (const second of sorted) {
    const last = ranges.at(-1);
    if (last && last[1] === second) last[1] = second + 1;
    else ranges.push([second, second + 1]);
  }
  return ranges.map(([start, end]) => `${start}-${end}`).join(",");
}
