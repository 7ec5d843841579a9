// What an assessor writes down, with or without a signal: moments marked while it is recorded, and a page that was kept
// on the phone. The words themselves are kept by controllers/draft.js until the server has them.

import { Controller } from "@hotwired/stimulus";
import { setAside } from "unsent_records";

const OFF = "No signal. What you wrote is kept on this phone, and is sent when you are back on this page.";
const FILES = "No signal. What you wrote and recorded is kept on this phone. Keep this page open, or open it again when you are back: both are sent from here. Then begin another record.";
const ASIDE = "No signal. This record is kept on this phone, and is sent when you are back. You can begin another one now.";

export default class extends Controller {
  static targets = ["marker", "words", "row", "form"];
  static values = { begun: Boolean };

  connect() {
    this.recorder = this.element.querySelector("[data-controller~=record]");
    this.watch = new MutationObserver(() => this.showMarker());
    if (this.recorder) this.watch.observe(this.recorder, { attributes: true, attributeFilter: ["data-state"] });
    this.back = () => this.formTarget.dispatchEvent(new Event("input", { bubbles: true }));
    this.online = () => this.waits() && this.back();
    window.addEventListener("online", this.online);
    this.first = window.location.pathname;
    if (!this.begunValue && !this.waits()) this.anew();
    this.open();
  }

  disconnect() {
    this.watch.disconnect();
    window.removeEventListener("online", this.online);
  }

  /** A page that was kept on this phone is opened many times: each record has a key of its own. */
  anew() {
    if (window.crypto?.randomUUID) this.formTarget.elements.key.value = window.crypto.randomUUID();
  }

  /** Words that were not sent yet: they come back into this page, and their key with them. */
  waits() {
    try {
      return localStorage.getItem(`draft:${document.body.dataset.owner ?? ""}:${window.location.pathname}`) !== null;
    } catch {
      return false;
    }
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

  /** A button without a signal: nothing is sent, nothing is lost. A new record makes room for the next one; one with
      files, or one that was begun before, stays on its own page. */
  hold(event) {
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.markerTarget.hidden = false;
    const files = this.element.querySelector(".upload-row");
    if (files || this.begunValue || !window.crypto?.randomUUID) {
      this.back();
      this.say(files ? FILES : OFF);
    } else this.setAside();
  }

  setAside() {
    const owner = document.body.dataset.owner ?? "";
    let kept = false;
    const taken = (address, fields) => (kept = setAside(owner, address, fields));
    this.formTarget.dispatchEvent(new CustomEvent("passages:aside", { detail: { address: this.first, taken } }));
    if (!kept) {
      this.back();
      this.say(OFF);
      return;
    }
    window.history.replaceState(null, "", this.first);
    this.formTarget.elements.seen.value = "";
    this.anew();
    this.rowTargets.forEach((row, place) => (row.open = place === 0));
    this.say(ASIDE);
    this.dispatch("more");
    window.scrollTo(0, 0);
  }

  say(words) {
    this.wordsTarget.textContent = words;
  }
}

const says = (row) =>
  [...row.querySelectorAll("input, textarea")].some((one) => (one.type === "checkbox" ? one.checked : one.value.trim()));
