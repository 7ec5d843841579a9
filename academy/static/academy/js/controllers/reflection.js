// "Stop and think": saved as it is typed, kept in this browser until the server has it, for whoever wrote it alone.

import { Controller } from "@hotwired/stimulus";
import { post } from "outbox";

const PAUSE = 1200; // milliseconds without a key before it is saved

export default class extends Controller {
  static targets = ["text", "saved", "button"];

  connect() {
    this.owner = this.element.closest("[data-player-owner-value]")?.dataset.playerOwnerValue ?? "";
    this.draft = `draft:${this.owner}:${this.element.action}:${this.element.elements.block_id.value}`;
    const waiting = this.stored();
    if (this.textTarget.value !== this.textTarget.defaultValue) this.wait(); // typed before this script had come
    else if (waiting !== null && waiting !== this.textTarget.value) {
      this.textTarget.value = waiting;
      this.save();
    }
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.save();
    });
  }

  wait() {
    this.store(this.textTarget.value);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  async save() {
    clearTimeout(this.timer);
    const text = this.textTarget.value;
    const fields = { text, block_id: this.element.elements.block_id.value, owner: this.owner };
    const answer = await post(this.element.action, fields, true).catch(() => null);
    if (!answer || answer.status >= 500) return this.say("No signal. Your words are kept on this device.");
    const told = await answer.json().catch(() => ({}));
    if (!answer.ok) return this.say(told.error ?? "We could not save this. Load the page again, please.");
    if (text === this.textTarget.value) this.store(null);
    const at = new Date(told.saved_at).toLocaleTimeString("en-GB", { hour: "numeric", minute: "2-digit", hour12: true });
    return this.say(`Saved as you type, ${at.replace(" ", "")}`);
  }

  say(words) {
    (this.savedTarget.querySelector("span") ?? this.savedTarget).textContent = words;
  }

  stored() {
    try {
      return localStorage.getItem(this.draft);
    } catch {
      return null;
    }
  }

  store(text) {
    try {
      if (text === null) localStorage.removeItem(this.draft);
      else localStorage.setItem(this.draft, text);
    } catch {
      // forbidden: the server is the only place then
    }
  }
}
