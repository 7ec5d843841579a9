// Judging one criterion: kept as it is typed, every step by one key, and the evidence beside it changed without leaving.
// The page works without this: then each press of a button is a page of its own.

import { Controller } from "@hotwired/stimulus";
import { post } from "outbox";

const PAUSE = 1200; // milliseconds without a key before it is kept
const PATIENCE = 4000; // milliseconds that leaving the page waits for it to be kept
const NOT_KEPT = ["csrfmiddlewaretoken", "then", "all", "add"];
const OFF = "judging-keys";

export default class extends Controller {
  static targets = "form revision saved both viewer piece rests next previous key keys off".split(" ");

  connect() {
    this.press = (event) => this.pressed(event);
    this.taken = (event) => this.take(event.detail);
    this.click = (event) => this.clicked(event);
    document.addEventListener("keydown", this.press);
    window.addEventListener("viewer:take", this.taken);
    this.element.addEventListener("click", this.click);
    this.keysTarget.hidden = false;
    this.offTarget.checked = remembered(OFF) === "off";
    this.showKeys();
    this.bringInSight();
    if (!this.hasFormTarget) return;
    this.owner = document.body.dataset.owner ?? "";
    this.formTarget.elements.namedItem("tab").value = mark();
    this.rests();
    const waiting = this.stored();
    if (waiting) this.bringBack(waiting);
  }

  disconnect() {
    clearTimeout(this.timer);
    document.removeEventListener("keydown", this.press);
    window.removeEventListener("viewer:take", this.taken);
  }

  // --- keeping what is typed

  wait(event) {
    if (event?.target?.name?.startsWith("check-")) this.sentences();
    if (event?.target?.name?.startsWith("use-")) this.rests();
    this.store(this.fields());
    this.dirty = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  /** A button was pressed: the whole form goes. What is typed stays here until a page says that it came. */
  leave() {
    clearTimeout(this.timer);
    this.gone = true;
    this.store(this.fields());
  }

  save() {
    clearTimeout(this.timer);
    this.saving = (this.saving ?? Promise.resolve()).then(() => this.keep());
    return this.saving;
  }

  async keep() {
    if (this.gone || !this.dirty || this.older) return;
    const fields = this.fields();
    this.dirty = false;
    const answer = await post(this.formTarget.action, fields).catch(() => null);
    if (this.gone) return;
    const told = answer ? await answer.json().catch(() => ({})) : {};
    if (!answer || answer.status >= 500) this.failed("No signal. Your words are kept on this device.");
    else if (answer.redirected) this.failed("You are signed out. Your words are kept on this device. Sign in in another tab, then type on.");
    else if (!told.saved_at) this.refused(told);
    else this.kept(told, fields);
  }

  kept(told, fields) {
    this.revisionTarget.value = told.revision;
    if (same(fields, this.fields())) this.store(null);
    else this.wait();
    const at = new Date(told.saved_at).toLocaleTimeString("en-GB", { hour: "numeric", minute: "2-digit", hour12: true });
    this.say(`Draft saved ${at.replace(" ", "")}${told.missing ? `. Still needed: ${told.missing}` : ". Complete."}`, "saved");
  }

  failed(words) {
    this.dirty = true;
    this.say(words, "off");
    this.timer = setTimeout(() => this.save(), 5 * PAUSE);
  }

  /** Somebody else has it, or it was written in another tab: nothing more is sent until a person has seen both. */
  refused(told) {
    this.older = true;
    this.dirty = true;
    if (this.hasBothTarget) this.bothTarget.hidden = false;
    this.say(`${told.error ?? "We could not keep this."} Your words are still here.`, "off");
  }

  bringBack(waiting) {
    if (same(waiting, this.fields())) {
      this.store(null); // it came
      return;
    }
    if (document.getElementById("errors")) return; // the form holds what was sent just now
    this.fill(waiting);
    this.rests();
    this.dirty = true;
    this.save();
  }

  fields() {
    const all = [...new FormData(this.formTarget)].filter(([name]) => !NOT_KEPT.includes(name));
    return Object.fromEntries(all);
  }

  fill(fields) {
    for (const [name, value] of Object.entries(fields)) {
      const field = this.formTarget.elements.namedItem(name);
      if (field && !["shown", "tab"].includes(name)) field.value = value;
    }
  }

  say(words, state) {
    if (!this.hasSavedTarget) return;
    this.savedTarget.hidden = false;
    this.savedTarget.dataset.state = state;
    this.savedTarget.querySelector("span").textContent = words;
  }

  get store_key() {
    return `judging:${this.owner}:${new URL(this.formTarget.action).pathname}`;
  }

  stored() {
    try {
      return JSON.parse(localStorage.getItem(this.store_key));
    } catch {
      return null;
    }
  }

  store(fields) {
    try {
      if (fields === null) localStorage.removeItem(this.store_key);
      else localStorage.setItem(this.store_key, JSON.stringify(fields));
    } catch {
      // forbidden: the server is the only place then
    }
  }

  // --- helping with the form

  /** "All five hold", without a page of its own. */
  all(event) {
    event.preventDefault();
    for (const field of this.named("check-")) if (field.value === "yes") field.checked = true;
    this.sentences();
    this.wait();
  }

  /** What does not hold becomes the learner's next thing to do, unless something else was written there. */
  sentences() {
    const field = this.formTarget.elements.namedItem("next_step");
    const first = this.named("check-").find((one) => one.value === "no" && one.checked);
    const sentence = first?.dataset.sentence ?? "";
    if (field.value === "" || this.named("check-").some((one) => one.dataset.sentence === field.value)) field.value = sentence;
  }

  /** Of a piece only what is asked about it stays in sight. */
  rests() {
    for (const row of this.restsTargets) {
      row.dataset.use = row.querySelector("input[type=radio]:checked")?.value ?? "";
    }
  }

  take({ piece, place }) {
    const field = this.hasFormTarget && this.formTarget.elements.namedItem(`place-${piece}`);
    if (!field) return this.say("This piece is not among those of this criterion yet. Choose it under “Another piece”.", "wait");
    field.value = place;
    const use = this.formTarget.querySelector(`input[name="use-${piece}"][value="yes"]:not(:disabled)`);
    if (use) use.checked = true;
    this.rests();
    this.wait();
    return this.say(`Taken: ${place}`, "wait");
  }

  named(start) {
    return [...this.formTarget.elements].filter((field) => field.name?.startsWith(start));
  }

  // --- going somewhere: what is typed goes first

  clicked(event) {
    const link = event.target.closest("a[href]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || link.target) return;
    if (this.viewerTarget.contains(link) || "judgeSwap" in link.dataset) {
      const here = new URL(link.href);
      if (here.pathname !== window.location.pathname) return;
      event.preventDefault();
      this.swap(link.href);
    } else if (this.hasFormTarget && this.dirty) {
      event.preventDefault();
      this.go(link.href);
    }
  }

  async go(href) {
    if (this.hasFormTarget && this.dirty) {
      await Promise.race([this.save(), new Promise((done) => setTimeout(done, PATIENCE))]);
    }
    window.location.assign(href);
  }

  /** Another piece beside the same criterion: only that part of the page comes anew. */
  async swap(href) {
    const answer = await fetch(href, { headers: { Accept: "text/html" } }).catch(() => null);
    const page = answer?.ok && !answer.redirected && new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page && page.getElementById(this.viewerTarget.id);
    if (!fresh) return this.go(href);
    const strip = this.viewerTarget.querySelector(".items");
    const moved = strip?.scrollLeft ?? 0;
    const focused = this.viewerTarget.contains(document.activeElement);
    this.viewerTarget.replaceWith(fresh);
    const now = document.getElementById(fresh.id);
    const items = now.querySelector(".items");
    if (items) items.scrollLeft = moved;
    this.bringInSight();
    if (focused) now.querySelector(".viewer__scroll")?.focus({ preventScroll: true });
    if (this.hasFormTarget) {
      const piece = new URL(href).searchParams.get("piece");
      const field = this.formTarget.elements.namedItem("shown");
      if (field && piece) field.value = piece;
    }
    return window.history.replaceState(null, "", href);
  }

  /** The tab of the open piece, in its strip. */
  bringInSight() {
    const strip = document.querySelector(".items");
    const tab = strip?.querySelector("[aria-current]");
    if (!tab) return;
    const [left, right] = [tab.offsetLeft - strip.offsetLeft, tab.offsetLeft - strip.offsetLeft + tab.offsetWidth];
    if (left < strip.scrollLeft) strip.scrollLeft = left;
    else if (right > strip.scrollLeft + strip.clientWidth) strip.scrollLeft = right - strip.clientWidth;
  }

  // --- keys

  switch() {
    remember(OFF, this.offTarget.checked ? "off" : "on");
    this.showKeys();
  }

  showKeys() {
    for (const key of this.keyTargets) key.hidden = false;
    this.element.classList.toggle("keys-off", this.offTarget.checked);
  }

  pressed(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && this.hasFormTarget) {
      event.preventDefault();
      this.formTarget.requestSubmit(this.formTarget.querySelector('button[name="then"][value="next"]') ?? this.formTarget.querySelector('button[value="stay"]'));
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");
    if (event.key === "Escape" && typing) event.target.blur();
    if (typing || this.offTarget.checked) return;
    const step = this.step(event.key);
    if (!step) return;
    event.preventDefault();
    step();
  }

  /** What a key does on this page; nothing: it is not ours. */
  step(key) {
    if (/^[1-5]$/.test(key)) return this.hasFormTarget && (() => this.check(Number(key) - 1));
    const all = {
      "?": () => this.help(),
      j: () => this.hasNextTarget && this.go(this.nextTarget.href),
      k: () => this.hasPreviousTarget && this.go(this.previousTarget.href),
      p: () => this.anotherPiece(),
      l: () => this.viewerTarget.querySelector(".viewer__take")?.click(),
    };
    const written = {
      m: () => this.choose("outcome", "met"),
      n: () => this.choose("outcome", "not_yet"),
      v: () => this.all(new Event("key")),
      u: () => this.useShown(),
      r: () => this.formTarget.elements.namedItem("rationale").focus(),
      w: () => this.formTarget.elements.namedItem("next_step").focus(),
    };
    return { ...all, ...(this.hasFormTarget ? written : {}) }[key.toLowerCase()];
  }

  choose(name, value) {
    const field = [...this.formTarget.elements].find((one) => one.name === name && one.value === value && !one.disabled);
    if (!field) return;
    field.checked = true;
    field.focus();
    this.wait({ target: field });
  }

  /** Yes, and with the next press no. */
  check(place) {
    const fields = this.named("check-");
    const [yes, no] = fields.slice(2 * place, 2 * place + 2);
    if (!yes) return;
    const field = yes.checked ? no : yes;
    field.checked = true;
    this.wait({ target: field });
  }

  /** The piece that is open: rests on it, and with the next press set aside, with a word why. */
  useShown() {
    const piece = this.viewerTarget.dataset.viewerPieceValue;
    const row = this.restsTargets.find((one) => one.dataset.piece === piece);
    if (!row) return this.say("This piece is not among those of this criterion yet. Choose it under “Another piece”.", "wait");
    this.choose(`use-${piece}`, row.dataset.use === "yes" ? "aside" : "yes");
    return row.dataset.use === "aside" && row.querySelector(".rests__why input").focus();
  }

  /** One after the other, however fast the key is pressed. */
  anotherPiece() {
    this.turning = (this.turning ?? Promise.resolve()).then(() => this.nextPiece());
  }

  async nextPiece() {
    const here = this.pieceTargets.findIndex((one) => one.hasAttribute("aria-current"));
    const next = this.pieceTargets[(here + 1) % this.pieceTargets.length];
    if (next) await this.swap(next.href);
  }

  help() {
    const fold = this.keysTarget.querySelector("details");
    fold.open = true;
    fold.querySelector("summary").focus();
  }
}

/** Of one page, as long as it is open: what it sent before and heard no answer to is its own, and no conflict. */
function mark() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((one) => one.toString(16).padStart(2, "0")).join("");
}

/** The same words: whatever piece is open beside them, and however their lines end. */
function same(one, other) {
  const plain = ({ revision, shown, tab, ...words }) =>
    Object.entries(words).map(([name, value]) => [name, String(value).replace(/\r\n?/g, "\n").trim()]).sort();
  return JSON.stringify(plain(one)) === JSON.stringify(plain(other));
}

function remembered(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // forbidden: for this page only
  }
}
