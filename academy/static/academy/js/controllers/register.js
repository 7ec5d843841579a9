// The register on a phone: each press is kept here at once and sent by itself, with or without a signal.

import { Controller } from "@hotwired/stimulus";
import { belongsTo, keep, remember, remembered, send, waiting } from "presses";

const EVERY = 15000; // milliseconds between two tries, and between two looks at what other phones marked
const PATIENCE = 5000;
const SOME_OF_IT = ["late", "left_early"];
const THERE = ["present", ...SOME_OF_IT];
const WORDS = { present: "here", late: "late", left_early: "left early", told_us: "told us", absent: "not here" };

export default class extends Controller {
  static targets = "row list blank waiting words tally form save sign why name undo undoWords".split(" ");
  static values = { address: String, owner: String, walk: String, whole: Boolean, asking: Number, made: Number };

  connect() {
    belongsTo(this.ownerValue);
    this.saveTarget.hidden = true;
    this.recall();
    for (const press of waiting(this.addressValue)) this.replay(press);
    this.show();
    this.again = () => document.visibilityState === "visible" && this.flush();
    this.timer = setInterval(this.again, EVERY);
    window.addEventListener("online", this.again);
    document.addEventListener("visibilitychange", this.again);
    this.flush();
  }

  disconnect() {
    clearInterval(this.timer);
    window.removeEventListener("online", this.again);
    document.removeEventListener("visibilitychange", this.again);
  }

  // --- pressing

  press(event) {
    this.mark(event.target.closest("fieldset"), event.target.value);
  }

  minutes(event) {
    const row = event.target.closest("fieldset");
    if (SOME_OF_IT.includes(this.standing(row).mark)) this.mark(row, this.standing(row).mark);
  }

  mark(row, mark) {
    const before = { ...row.stood };
    const typed = Number.parseInt(row.querySelector("[name^=minutes-]").value, 10);
    const minutes = SOME_OF_IT.includes(mark) && typed >= 0 ? typed : null;
    const press = keep(this.addressValue, { who: row.dataset.who, mark, minutes });
    this.set(row, mark, minutes);
    this.last = { row, press, before };
    this.undoWordsTarget.textContent = `${this.nameOf(row)}: ${WORDS[mark]}.`;
    this.undoTarget.hidden = false;
    this.flush();
  }

  undo() {
    const { row, press, before } = this.last;
    keep(this.addressValue, { who: row.dataset.who, undoes: press.key });
    this.set(row, before.mark ?? "", before.minutes ?? null);
    this.undoTarget.hidden = true;
    this.flush();
  }

  // --- somebody at the door

  async walkIn(event) {
    const name = this.nameTarget.value.trim().replace(/\s+/g, " ");
    if (!name) return;
    event.preventDefault();
    const address = `${this.walkValue}?name=${encodeURIComponent(name)}`;
    if (await reaches(address)) {
      location.assign(address);
      return;
    }
    const same = this.rowTargets.find((row) => this.nameOf(row).toLowerCase() === name.toLowerCase());
    if (same) {
      this.say(`${this.nameOf(same)} is on this register already.`);
      same.scrollIntoView({ block: "center" });
      return;
    }
    this.add(keep(this.addressValue, { name }));
    this.nameTarget.value = "";
    this.flush();
  }

  add({ key, name }) {
    const item = this.blankTarget.content.firstElementChild.cloneNode(true);
    const row = item.querySelector("fieldset");
    for (const place of item.querySelectorAll("[data-name]")) place.textContent = name;
    this.identify(row, key);
    this.listTarget.append(item);
    this.set(row, "present", null);
  }

  identify(row, who) {
    row.dataset.who = who;
    for (const field of row.querySelectorAll("input")) {
      field.name = field.name.replace(/-[^-]*$/, `-${who}`);
      if (field.id) field.id = field.name;
    }
    row.querySelector(".person__minutes label").htmlFor = `minutes-${who}`;
  }

  // --- sending

  async flush({ ask = true } = {}) {
    this.show();
    const answer = await send(this.addressValue, { ask });
    if (answer) this.hear(answer);
    this.show(answer);
    return answer;
  }

  /** What the server says of everybody, but for those of whom something still waits here. */
  hear(answer) {
    if (answer.status !== 200) return;
    for (const [key, id] of Object.entries(answer.places)) {
      const row = this.rowTargets.find((one) => one.dataset.who === key);
      if (row) this.identify(row, String(id));
    }
    remember(this.addressValue, answer);
    if (Object.keys(answer.places).length) this.dispatch("grown");
    const busy = new Set(waiting(this.addressValue).map((press) => press.who));
    const rows = new Map(this.rowTargets.map((row) => [row.dataset.who, row]));
    for (const [who, [mark, minutes]] of Object.entries(answer.marks)) {
      if (rows.has(who) && !busy.has(who)) this.set(rows.get(who), mark, minutes);
    }
    this.refused = { ...this.refused, ...answer.refused };
    this.stale = this.wholeValue && Object.keys(answer.marks).some((who) => !rows.has(who));
    this.signed = answer.signed;
    this.asking = answer.asking > this.askingValue;
  }

  /** The form is sent only when the server has everything and answers. */
  async submit(event) {
    if (this.sure) return;
    event.preventDefault();
    const answer = await this.flush();
    if (answer?.status !== 200 || waiting(this.addressValue).length) {
      this.whyTarget.textContent = "You can sign when there is a signal again. Everything that you marked is kept on this phone.";
      return;
    }
    this.sure = true;
    const token = document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/)?.[1]; // the page may be from before signing in
    if (token) this.formTarget.elements.csrfmiddlewaretoken.value = token;
    this.formTarget.requestSubmit(event.submitter);
  }

  // --- what is shown

  standing(row) {
    const minutes = Number.parseInt(row.querySelector("[name^=minutes-]").value, 10);
    const mark = row.querySelector("[type=radio]:checked")?.value ?? "";
    return { mark, minutes: SOME_OF_IT.includes(mark) && minutes >= 0 ? minutes : null };
  }

  rowTargetConnected(row) {
    row.stood = this.standing(row);
  }

  set(row, mark, minutes) {
    for (const choice of row.querySelectorAll("[type=radio]")) choice.checked = choice.value === mark;
    const field = row.querySelector("[name^=minutes-]");
    if (field !== document.activeElement) field.value = minutes ?? "";
    row.querySelector("[data-was]").value = `${mark}/${minutes ?? ""}`;
    row.stood = { mark, minutes };
  }

  /** A page that was kept on the phone is older than what was marked on it since. */
  recall() {
    const known = remembered(this.addressValue);
    if (!(known?.at > this.madeValue)) return;
    for (const row of this.rowTargets) {
      const [mark, minutes] = known.marks[row.dataset.who] ?? [];
      if (mark !== undefined) this.set(row, mark, minutes);
    }
  }

  replay(press) {
    if (press.name) return this.add(press);
    const row = this.rowTargets.find((one) => one.dataset.who === press.who);
    if (row && press.mark) this.set(row, press.mark, press.minutes);
  }

  show(answer) {
    if (answer !== undefined) this.say(this.sentence(answer));
    if (this.wholeValue) this.count();
  }

  /** Of everybody; where they stand on several pages, the server's own numbers stay. */
  count() {
    const rows = this.rowTargets;
    const count = (wanted) => rows.filter((row) => wanted(row.stood.mark)).length;
    const tally = {
      here: count((mark) => THERE.includes(mark)),
      late: count((mark) => mark === "late"),
      away: count((mark) => mark && !THERE.includes(mark)),
      left: count((mark) => !mark),
    };
    for (const [kind, number] of Object.entries(tally)) {
      this.tallyTarget.querySelector(`[data-count=${kind}]`).textContent = number;
    }
    const left = rows.filter((row) => !row.stood.mark).map((row) => this.nameOf(row));
    const names = left.length > 3 ? `${left.slice(0, 3).join(", ")} and ${left.length - 3} more` : left.join(", ");
    this.whyTarget.textContent = left.length
      ? `You can sign when everyone is marked. Left: ${names}.`
      : "After you sign, a change needs a reason.";
  }

  sentence(answer) {
    const left = waiting(this.addressValue).length;
    const wait = left === 1 ? "1 mark is waiting on this phone." : `${left} marks are waiting on this phone.`;
    if (answer?.reason) return `${answer.reason}${left ? ` ${wait}` : ""}`;
    if (left) return `${navigator.onLine ? "We do not answer just now" : "No signal"}. Keep going. ${wait} They send themselves when you are back.`;
    const told = Object.values(this.refused ?? {});
    if (told.length) return [...new Set(told)].join(" ");
    if (this.signed) return "This register is signed. What you mark now is kept; load the page again to sign the change.";
    if (this.asking) return "Somebody typed a name at the door that we do not find. Load the page again to say who it is.";
    return this.stale ? "Somebody was added on another phone. Load the page again to see them." : "";
  }

  say(words) {
    this.waitingTarget.hidden = !words;
    if (this.wordsTarget.textContent !== words) this.wordsTarget.textContent = words;
  }

  nameOf(row) {
    return row.querySelector("legend").textContent.trim();
  }
}

/** Whether this page can be opened now. */
async function reaches(address) {
  try {
    return (await fetch(address, { signal: AbortSignal.timeout(PATIENCE) })).ok;
  } catch {
    return false;
  }
}
