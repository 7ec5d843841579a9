// A form that keeps itself as somebody types: on the server, and in this browser until the server has it.
// The server answers { saved_at, href, error, done }. After the first time, the form belongs to what was made.

import { Controller } from "@hotwired/stimulus";
import { post } from "outbox";

const PAUSE = 1500; // milliseconds without a key before it is kept
const NOT_KEPT = ["csrfmiddlewaretoken", "uploads", "covered", "originals"];

export default class extends Controller {
  static targets = ["saved"];
  static values = { answered: Boolean };

  connect() {
    this.owner = document.body.dataset.owner ?? "";
    this.address = window.location.pathname;
    this.back = (event) => (this.gone = event.persisted ? false : this.gone); // it did not get away
    window.addEventListener("pageshow", this.back);
    let waiting = this.stored();
    if (waiting?.left && window.location.hash === "#kept" && waiting.key === this.element.elements.key?.value) {
      this.store((waiting = null)); // the page after the button: it came
    }
    if (waiting?.left && this.answeredValue) {
      this.store(this.fields()); // they came, and are on the page with what is to be put right
      waiting = null;
    }
    if (waiting) {
      this.fill(waiting);
      this.save();
    }
  }

  disconnect() {
    clearTimeout(this.timer);
    window.removeEventListener("pageshow", this.back);
  }

  wait(event) {
    if (event.target.type === "file") return;
    this.store(this.fields());
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  /** The button was pressed: the whole form goes. It stays here too until the page after it says that it came. */
  leave() {
    clearTimeout(this.timer);
    this.gone = true;
    this.store({ ...this.fields(), left: "yes" });
  }

  /** What is written goes another way from here on, and the form is for something new, at `address`. */
  aside({ detail: { address, taken } }) {
    clearTimeout(this.timer);
    const fields = this.fields();
    if (!taken(this.address, fields)) return;
    this.store(null);
    this.turn = (this.turn ?? 0) + 1; // an answer that is under way is about what was here before
    this.address = address;
    this.element.reset();
  }

  async save() {
    if (this.gone || this.busy) return;
    this.busy = true;
    const { turn } = this;
    const fields = this.fields();
    const answer = await post(this.address, fields).catch(() => null);
    this.busy = false;
    if (this.gone || turn !== this.turn) return;
    if (!answer || answer.status >= 500) return this.say("No signal. Your words are kept on this device.", "off");
    if (answer.redirected) return this.say("You are signed out. Your words are kept on this device. Sign in in another tab, then type on.", "off");
    const told = await answer.json().catch(() => ({}));
    if (!told.saved_at) return this.say(told.error ?? "We could not keep this. Load the page again, please.", "off");
    if (told.done) return this.leaveFor(told.href); // it came whole, though nobody heard so: nothing more goes into it
    if (told.href && told.href !== this.address) this.moveTo(told.href);
    if (told.seen && this.element.elements.seen) fields.seen = this.element.elements.seen.value = told.seen;
    const same = JSON.stringify(fields) === JSON.stringify(this.fields());
    if (told.error) return this.say(`${told.error} Everything else is kept.`, "wait");
    if (!same) return this.wait({ target: this.element });
    this.store(null);
    const at = new Date(told.saved_at).toLocaleTimeString("en-GB", { hour: "numeric", minute: "2-digit", hour12: true });
    return this.say(`Kept as you type, ${at.replace(" ", "")}`, "saved");
  }

  leaveFor(href) {
    this.gone = true;
    this.store(null);
    window.location.assign(href);
  }

  /** What is written now belongs to this piece, also after the page is loaded again. */
  moveTo(href) {
    this.store(null);
    this.address = href;
    window.history.replaceState(null, "", href);
  }

  fields() {
    const all = [...new FormData(this.element)].filter(([name, value]) => typeof value === "string" && !NOT_KEPT.includes(name));
    return Object.fromEntries(all);
  }

  fill(fields) {
    for (const box of this.element.querySelectorAll("input[type=checkbox][name]")) {
      if (!NOT_KEPT.includes(box.name)) box.checked = box.name in fields;
    }
    for (const [name, value] of Object.entries(fields)) {
      const field = this.element.elements.namedItem(name);
      if (field && field.type !== "checkbox") field.value = value; // of a group of radio buttons too
    }
    this.dispatch("filled");
  }

  say(words, state) {
    if (!this.hasSavedTarget) return;
    this.savedTarget.hidden = false;
    this.savedTarget.dataset.state = state;
    this.savedTarget.querySelector("span").textContent = words;
  }

  get key() {
    return `draft:${this.owner}:${this.address}`;
  }

  stored() {
    try {
      return JSON.parse(localStorage.getItem(this.key));
    } catch {
      return null;
    }
  }

  store(fields) {
    try {
      if (fields === null) localStorage.removeItem(this.key);
      else localStorage.setItem(this.key, JSON.stringify(fields));
    } catch {
      // forbidden: the server is the only place then
    }
  }
}
