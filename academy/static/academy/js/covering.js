// Boxes over faces, names and door numbers. They are burnt into the picture: what is under them is not sent.

import { asJpeg, drawn } from "pictures";

const STEP = 0.02; // of the picture, for one press of an arrow key
const LEAST = 0.015; // a box that is smaller was a slip of the finger
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Opens the dialog; gives the covered picture as a JPEG, or null when they changed their mind. */
export function cover(dialog, bitmap, { large = false } = {}) {
  const board = new Board(dialog.querySelector("[data-cover=board]"), dialog.querySelector("[data-cover=words]"), drawn(bitmap, { large }));
  return new Promise((resolve) => {
    const forget = listen(dialog, board, () => dialog.close("keep"));
    dialog.returnValue = "";
    dialog.addEventListener("close", () => {
      forget();
      resolve(dialog.returnValue === "keep" ? board.picture() : null);
    }, { once: true });
    dialog.showModal();
    board.element.focus();
  });
}

/** The buttons around a board. Gives what takes the listeners away again. */
export function listen(element, board, keep) {
  const stop = new AbortController();
  const acts = {
    add: () => board.add(),
    undo: () => board.undo(),
    closer: () => board.zoom(1.5),
    further: () => board.zoom(1 / 1.5),
    keep: () => (board.boxes.length ? keep() : board.say("Nothing is covered yet. Draw over each face first.")),
    leave: () => element.close?.("leave"),
  };
  for (const button of element.querySelectorAll("button[data-cover]")) {
    button.addEventListener("click", acts[button.dataset.cover], { signal: stop.signal });
  }
  return () => {
    stop.abort();
    board.leave();
  };
}

export class Board {
  /** element: a canvas in a box that scrolls. Boxes are in shares of the picture. */
  constructor(element, words, picture) {
    Object.assign(this, { element, words, source: picture, boxes: [], draft: null, scale: 1, stop: new AbortController() });
    element.width = picture.width;
    element.height = picture.height;
    const on = (name, act) => element.addEventListener(name, act, { signal: this.stop.signal });
    on("pointerdown", (event) => this.down(event));
    on("pointermove", (event) => this.move(event));
    on("pointerup", () => this.up());
    on("pointercancel", () => this.up(true));
    on("keydown", (event) => this.key(event));
    this.zoom(1);
    this.draw();
    this.say("Draw over each face, name and door number. With keys: N for a box, arrows to move it, Shift and arrows for its size.");
  }

  leave() {
    this.stop.abort();
  }

  at(event) {
    const frame = this.element.getBoundingClientRect();
    return [inside((event.clientX - frame.left) / frame.width), inside((event.clientY - frame.top) / frame.height)];
  }

  down(event) {
    if (!event.isPrimary || event.button) return;
    event.preventDefault();
    this.element.focus();
    this.element.setPointerCapture(event.pointerId);
    this.from = this.at(event);
    this.draft = [...this.from, 0, 0];
  }

  move(event) {
    if (!this.draft) return;
    const [x, y] = this.at(event);
    this.draft = [Math.min(x, this.from[0]), Math.min(y, this.from[1]), Math.abs(x - this.from[0]), Math.abs(y - this.from[1])];
    this.draw();
  }

  up(cancelled = false) {
    const box = this.draft;
    this.draft = null;
    if (box && !cancelled && box[2] > LEAST && box[3] > LEAST) {
      this.boxes.push(box);
      this.count();
    }
    this.draw();
  }

  /** With keys, or with one press where drawing is hard. */
  add() {
    this.boxes.push([0.4, 0.4, 0.2, 0.2]);
    this.count();
    this.draw();
    this.element.focus();
  }

  undo() {
    if (this.boxes.pop()) this.count();
    this.draw();
  }

  key(event) {
    const box = this.boxes.at(-1);
    if (event.key === "n" || event.key === "N") this.add();
    else if ((event.key === "Delete" || event.key === "Backspace") && box) this.undo();
    else if (KEYS[event.key] && box) this.shift(box, KEYS[event.key], event.shiftKey);
    else return;
    event.preventDefault();
  }

  shift(box, [x, y], size) {
    if (size) {
      box[2] = Math.min(Math.max(box[2] + x * STEP, STEP), 1 - box[0]);
      box[3] = Math.min(Math.max(box[3] + y * STEP, STEP), 1 - box[1]);
    } else {
      box[0] = Math.min(Math.max(box[0] + x * STEP, 0), 1 - box[2]);
      box[1] = Math.min(Math.max(box[1] + y * STEP, 0), 1 - box[3]);
    }
    const per = (share) => Math.round(share * 100);
    this.say(`Box ${this.boxes.length}: ${per(box[0])} from the left, ${per(box[1])} from the top, ${per(box[2])} wide, ${per(box[3])} high, of 100.`);
    this.draw();
  }

  zoom(by) {
    this.scale = Math.min(6, Math.max(1, this.scale * by));
    this.element.style.width = `${this.scale * 100}%`;
  }

  draw(brush = this.element.getContext("2d"), helping = true) {
    brush.drawImage(this.source, 0, 0);
    const { width, height } = this.source;
    for (const box of [...this.boxes, ...(this.draft ? [this.draft] : [])]) {
      const [x, y, w, h] = [box[0] * width, box[1] * height, box[2] * width, box[3] * height];
      brush.fillStyle = "#000";
      brush.fillRect(x, y, w, h);
      if (!helping) continue;
      brush.strokeStyle = box === this.boxes.at(-1) ? "#f5b42c" : "#fff";
      brush.lineWidth = Math.max(2, width / 300);
      brush.strokeRect(x, y, w, h);
    }
  }

  /** The picture with its boxes, and nothing under them. */
  picture() {
    const made = document.createElement("canvas");
    made.width = this.source.width;
    made.height = this.source.height;
    this.draw(made.getContext("2d"), false);
    return asJpeg(made);
  }

  count() {
    const all = this.boxes.length;
    this.say(all ? `Covered: ${all} ${all === 1 ? "place" : "places"}.` : "Nothing is covered.");
  }

  say(words) {
    this.words.textContent = words;
  }
}

const inside = (share) => Math.min(1, Math.max(0, share));
