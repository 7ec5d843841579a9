// One piece of evidence: larger, smaller, turned; and its place (this time, this page) for the decision beside it.

import { Controller } from "@hotwired/stimulus";

const SMALLEST = 50; // percent of the width
const LARGEST = 400;

export default class extends Controller {
  static targets = ["tool", "picture", "player", "scroll"];
  static values = { piece: String };

  connect() {
    this.size = 100;
    this.turned = 0;
    for (const tool of this.toolTargets) tool.hidden = false;
  }

  larger() {
    this.size = Math.min(LARGEST, this.size * 1.25);
    this.draw();
  }

  smaller() {
    this.size = Math.max(SMALLEST, this.size / 1.25);
    this.draw();
  }

  turn() {
    this.turned = (this.turned + 90) % 360;
    this.draw();
  }

  draw() {
    const picture = this.pictureTarget;
    const sheet = picture.parentElement;
    picture.style.transform = "none";
    picture.style.margin = "0";
    picture.style.width = `${this.size}%`;
    sheet.style.height = "";
    if (!this.turned) return;
    const { offsetWidth: width, offsetHeight: height } = picture;
    const lying = this.turned % 180 !== 0;
    if (lying) {
      // what was wide is high now: it keeps the width of the sheet
      const most = sheet.clientWidth * (this.size / 100);
      const scale = most / height;
      picture.style.margin = `${(width * scale - height) / 2}px ${(most - width) / 2}px`;
      picture.style.transform = `rotate(${this.turned}deg) scale(${scale})`;
    } else {
      picture.style.transform = `rotate(${this.turned}deg)`;
    }
  }

  /** Tell the form beside it which page or time this is. */
  take(event) {
    const button = event?.currentTarget ?? this.element.querySelector(".viewer__take");
    if (!button) return;
    const place = button.dataset.viewerPlace ?? time(this.playerTarget.currentTime);
    this.dispatch("take", { target: window, detail: { piece: this.pieceValue, place } });
  }
}

function time(seconds) {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
