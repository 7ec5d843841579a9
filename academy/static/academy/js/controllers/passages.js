// What an assessor writes down, with or without a signal: moments marked while it is recorded, and a page that was kept
// on the phone. The words themselves are kept by controllers/draft.js until the server has them.

import { Controller } from "@hotwired/stimulus";

const OFF = "No signal. What you wrote is kept on this phone, and is sent when you are back. Files wait too: choose them then.";

export default class extends Controller {
  static targets = ["marker", "words", "row", "form"];
  static values = { begun: Boolean };

  connect() {
    this.recorder = this.element.querySelector("[data-controller~=record]");
    this.watch = new MutationObserver(() => this.showMarker());
    if (this.recorder) this.watch.observe(this.recorder, { attributes: true, attributeFilter: ["data-state"] });
    this.back = () => this.formTarget.dispatchEvent(new Event("input", { bubbles: true }));
    window.addEventListener("online", this.back);
    if (!this.begunValue) this.anew();
    this.open();
  }

  disconnect() {
    this.watch.disconnect();
    window.removeEventListener("online", this.back);
  }

  /** A page that was kept on this phone is opened many times: each record has a key of its own. */
  anew() {
    const waits = `draft:${document.body.dataset.owner ?? ""}:${window.location.pathname}`;
    try {
      if (localStorage.getItem(waits)) return; // its words come back, and its key with them
    } catch {
      // forbidden: nothing waits
    }
    if (window.crypto?.randomUUID) this.formTarget.elements.key.value = window.crypto.randomUUID();
  }

  showMarker() {
    this.markerTarget.hidden = !["on", "paused"].includes(this.recorder.dataset.state);
  }

  /** Now: the next passage that is empty gets the time of the recording. */
  mark() {
    const at = this.recorder.querySelector("[data-record-target=clock]").textContent.trim();
    const row = this.rowTargets.find((one) => !says(one));
    if (!row) return this.say("Every place is taken. Keep it, and there is room for more.");
    row.open = true;
    row.querySelector("[name$=-at]").value = at;
    this.back();
    row.querySelector("[name$=-text]").focus();
    return this.say(`Marked at ${at}. Write what it was, now or later.`);
  }

  /** What came back from this phone is there to be seen. */
  open() {
    for (const row of this.rowTargets.filter(says)) row.open = true;
  }

  /** A button without a signal: nothing is sent, nothing is lost. */
  hold(event) {
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.back();
    this.markerTarget.hidden = false;
    this.say(OFF);
  }

  say(words) {
    this.wordsTarget.textContent = words;
  }
}

const says = (row) =>
  [...row.querySelectorAll("input, textarea")].some((one) => (one.type === "checkbox" ? one.checked : one.value.trim()));
