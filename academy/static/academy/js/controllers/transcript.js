// The words beside a video: they follow it, can be searched, and a pressed line leads there.

import { Controller } from "@hotwired/stimulus";

export default class extends Controller {
  static targets = ["search", "find", "found", "lines", "line"];

  connect() {
    if (this.hasSearchTarget) this.searchTarget.hidden = false;
    this.follow = (event) => this.mark(event.detail.second);
    window.addEventListener("player:time", this.follow);
  }

  disconnect() {
    window.removeEventListener("player:time", this.follow);
  }

  mark(second) {
    const now = this.lineTargets.filter((line) => Number(line.dataset.start) <= second).at(-1);
    if (now === this.now) return;
    this.now?.removeAttribute("aria-current");
    this.now = now;
    if (!now) return;
    now.setAttribute("aria-current", "true");
    const box = this.linesTarget;
    if (!box.contains(document.activeElement) && box.scrollHeight > box.clientHeight) {
      box.scrollTop += now.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3;
    }
  }

  jump(event) {
    event.preventDefault();
    this.dispatch("jump", { detail: { second: Number(event.currentTarget.dataset.start) } });
  }

  find() {
    const wanted = plain(this.findTarget.value.trim());
    let places = 0;
    for (const line of this.lineTargets) {
      const hit = !wanted || plain(line.textContent).includes(wanted);
      line.hidden = !hit;
      if (hit) places += 1;
    }
    const counted = places === 1 ? "1 place found" : `${places} places found`;
    this.foundTarget.textContent = wanted ? `${counted}. Press a line to hear it.` : "Press a line to hear it.";
  }
}

function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
