// Choosing files to send: what they weigh, smaller photos, faces covered, sending with a weak signal, or later on Wi-Fi.
// The form that this stands in is sent when its files are; what it then holds is written in components/upload.html.

import { Controller } from "@hotwired/stimulus";
import { cover } from "covering";
import { drop, keep, waiting } from "kept_files";
import { jpegName, opened, smaller } from "pictures";
import { forget, isThere, NotTaken, send } from "sending";
import { Row, megabytes } from "upload_row";

const RECORDS = "/record/"; // what assessors write down of a learner
const WORTH_WAITING = 1000000; // bytes: less costs nobody anything

export default class extends Controller {
  static targets = ["input", "uploads", "covered", "originals", "list", "template", "weight", "smaller", "ask", "later", "words", "dialog"];
  static values = { address: String, largest: Number };

  connect() {
    this.items = [];
    this.owner = document.body.dataset.owner ?? "";
    this.form = this.element.closest("form");
    this.inputTarget.removeAttribute("name"); // the files go another way
    this.inputTarget.required = false;
    this.submit = (event) => this.finish(event);
    this.leave = (event) => this.items.some((item) => item.stop) && event.preventDefault();
    this.wifi = () => onWifi() && this.items.filter((item) => item.state === "later").forEach((item) => this.begin(item));
    this.form?.addEventListener("submit", this.submit, true);
    window.addEventListener("beforeunload", this.leave);
    navigator.connection?.addEventListener?.("change", this.wifi);
    this.laterTarget.textContent = knowsWifi() ? "Wait for Wi-Fi" : "Send later";
    this.fromBefore();
    this.element.dataset.ready = "yes";
  }

  disconnect() {
    this.form?.removeEventListener("submit", this.submit, true);
    window.removeEventListener("beforeunload", this.leave);
    navigator.connection?.removeEventListener?.("change", this.wifi);
    this.items.forEach((item) => item.stop?.abort());
  }

  /** What was sent or kept before this page was loaded: once more with the form, unless the form has been taken. */
  async fromBefore() {
    const given = this.uploadsTarget.value.split(",").filter(Boolean);
    const marks = { covered: this.coveredTarget.value.split(","), original: this.originalsTarget.value.split(",") };
    for (const kept of this.owner ? await waiting(this.owner) : []) {
      if (this.ofAnother(kept)) continue;
      const lost = kept.given && !given.includes(kept.token);
      const there = !lost || (kept.address ? await isThere(kept.address) : false);
      if (there === null) continue; // no signal: it stays until we know whether the form took it
      if (!there) await drop(kept.id);
      else if (lost) this.show({ ...kept, given: "", spare: kept.token, token: "", state: "spare" }, "You sent this before, and it is in no piece yet.");
      else if (!kept.token) this.show({ ...kept, state: "later" }, "It waited on this phone.");
      else if (given.includes(kept.token) || kept.page === location.pathname) this.show({ ...kept, state: "sent" }, "Sent.");
      else this.show({ ...kept, spare: kept.token, token: "", state: "spare" }, "You sent this on another page, and did not keep it there.");
    }
    for (const token of given.filter((one) => !this.items.some((item) => item.token === one))) {
      const facts = { id: token, name: "A file that is sent", type: "", blob: new Blob([]), token, address: "" };
      const covered = marks.covered.includes(token);
      this.show({ ...facts, covered, original: marks.original.includes(token), state: "sent" }, "Sent.");
    }
    this.wifi();
  }

  /** A record is about one learner: what was recorded for it is offered on its own page and nowhere else. */
  ofAnother(kept) {
    if (![kept.page ?? "", location.pathname].some((page) => page.startsWith(RECORDS))) return false;
    return kept.page !== location.pathname && !(kept.record && kept.record === this.record);
  }

  /** The key of the record that this page writes, if it does. */
  get record() {
    return location.pathname.startsWith(RECORDS) ? (this.form?.elements.namedItem("key")?.value ?? "") : "";
  }

  choose() {
    [...this.inputTarget.files].forEach((file) => this.add(file));
    this.inputTarget.value = "";
  }

  /** Something that was recorded here: nothing else has it. */
  async recorded({ detail }) {
    const item = await this.add(detail.file);
    if (item) await this.keep(item);
  }

  async add(file) {
    const facts = { id: crypto.randomUUID(), owner: this.owner, at: Date.now(), name: file.name, type: file.type };
    const item = { ...facts, blob: file, whole: file, address: "", token: "", covered: false, original: false, state: "ready" };
    if (!file.size) return this.say(`${file.name} is empty. Choose another file.`);
    if (file.size > this.largestValue) {
      const most = megabytes(this.largestValue);
      return this.say(`${file.name} has ${megabytes(file.size)}. We can take files of up to ${most}. Make it shorter, please.`);
    }
    this.show(item, "");
    const bitmap = await opened(file);
    item.row.draw(bitmap);
    if (bitmap) {
      item.row.offerCover(() => this.cover(item));
      bitmap.close();
      const small = await smaller(file);
      if (!item.covered) item.small = small; // covered meanwhile: this one would show everything
    }
    this.weigh();
    return item;
  }

  keep(item) {
    item.record = this.record;
    return keep(item);
  }

  show(item, words) {
    this.items.push(item);
    item.row = new Row(this.templateTarget, item, {
      go: () => (item.stop ? this.pause(item) : this.begin(item)),
      remove: () => this.remove(item),
    });
    this.listTarget.append(item.row.element);
    item.row.say(words);
    if (item.state !== "ready") opened(item.blob).then((bitmap) => item.row.draw(bitmap));
    this.weigh();
  }

  /** Until it is done, nothing of this photo is sent: not by a finger that is faster, nor by Wi-Fi that comes. */
  async cover(item) {
    item.covering = this.covered(item);
    await item.covering;
    item.covering = null;
    this.wifi();
  }

  async covered(item) {
    const bitmap = await opened(item.whole);
    const made = await cover(this.dialogTarget, bitmap, { large: !this.smallerTarget.checked });
    bitmap.close();
    if (!made) return;
    Object.assign(item, { blob: made, whole: made, small: null, covered: true, type: made.type, name: jpegName(item.name) });
    item.row.rename(item);
    item.row.draw(await opened(made));
    item.row.say("Covered. Only this picture is sent.");
    if (item.state === "later") await this.keep(item); // in place of the one that shows everything
    this.weigh();
  }

  /** What is sent of each, and what that costs. */
  weigh() {
    const open = this.items.filter((item) => item.state === "ready");
    for (const item of open) {
      const small = item.small && this.smallerTarget.checked;
      item.blob = small ? item.small : item.whole;
      item.original = Boolean(item.small) && !small;
      item.row.size(item.blob.size, small ? item.whole.size : 0);
    }
    const weight = open.reduce((sum, item) => sum + item.blob.size, 0);
    this.askTarget.hidden = !open.length;
    this.smallerTarget.closest("label").hidden = !open.some((item) => item.small);
    this.laterTarget.hidden = weight < WORTH_WAITING || onWifi();
    this.weightTarget.textContent = open.length ? `Not sent yet: ${megabytes(weight)}.` : "";
    this.fill();
  }

  sendAll() {
    return Promise.all(this.items.filter((item) => ["ready", "paused"].includes(item.state)).map((item) => this.begin(item)));
  }

  async waitForWifi() {
    for (const item of this.items.filter((one) => one.state === "ready")) {
      item.state = "later";
      this.settle(item);
      const kept = await this.keep(item);
      const then = knowsWifi() ? "It goes by itself when this page is open on Wi-Fi." : "Come back to this page and press Send.";
      item.row.say(kept ? `It waits on this phone for a week. ${then}` : "This phone has no room for it. Keep this page open.");
    }
    this.weigh();
    this.say("Nothing is sent now. You can save the rest.");
  }

  async begin(item) {
    await item.covering;
    if (item.stop || item.token || !this.items.includes(item)) return;
    if (item.spare) return this.use(item);
    item.stop = new AbortController();
    item.state = "sending";
    this.settle(item);
    await this.keep(item);
    const told = ({ sent, lost }) => {
      if (sent !== undefined) item.row.progress(sent, item.blob.size);
      if (lost) item.row.say("No signal. It goes on by itself when there is one.");
    };
    try {
      const address = item.address;
      const sending = send(item, this.addressValue, { signal: item.stop.signal, told });
      if (!address) this.keepAddress(item);
      item.token = await sending;
      item.state = "sent";
      this.fill();
      item.row.say("Sent.");
      this.say(`${item.name} is sent.`);
    } catch (error) {
      item.state = error instanceof NotTaken ? "refused" : "paused";
      item.row.say(error instanceof NotTaken ? error.message : "Paused. What was sent is kept.");
      if (error instanceof NotTaken) this.say(`${item.name}: ${error.message}`);
    }
    item.stop = null;
    if (this.items.includes(item)) await this.keep(item);
    return this.settle(item);
  }

  /** What was sent on another page goes with this one. */
  use(item) {
    Object.assign(item, { token: item.spare, spare: "", state: "sent" });
    item.row.say("Sent.");
    this.settle(item);
  }

  /** So that a page that is loaded again goes on from there. */
  async keepAddress(item) {
    while (item.stop && !item.address) await new Promise((later) => setTimeout(later, 100));
    if (item.address) await this.keep(item);
  }

  pause(item) {
    item.stop.abort();
  }

  async remove(item) {
    item.stop?.abort();
    this.items = this.items.filter((one) => one !== item);
    const next = item.row.element.nextElementSibling ?? item.row.element.previousElementSibling;
    item.row.element.remove();
    (next?.querySelector("button:not([hidden])") ?? this.inputTarget).focus();
    await drop(item.id);
    if (item.address) forget(item.address);
    this.say(`${item.name} is taken away.`);
    this.weigh();
  }

  settle(item) {
    item.row.show(item.state);
    this.weigh();
  }

  fill() {
    const sent = this.items.filter((item) => item.token);
    const tokens = (of) => of.map((item) => item.token).join(",");
    this.uploadsTarget.value = tokens(sent);
    this.coveredTarget.value = tokens(sent.filter((item) => item.covered));
    this.originalsTarget.value = tokens(sent.filter((item) => item.original));
  }

  /** The form waits for its files; those that are to go later do not hold it up. */
  async finish(event) {
    const open = this.items.filter((item) => ["ready", "paused", "sending"].includes(item.state));
    if (open.length) {
      event.preventDefault();
      event.stopImmediatePropagation(); // what else listens (a draft that keeps itself) hears of it when it really goes
      this.say(open.length === 1 ? "Your file is sent first. Then we save." : "Your files are sent first. Then we save.");
      await this.sendAll();
      while (this.items.some((item) => item.stop)) await new Promise((later) => setTimeout(later, 200));
      const left = this.items.find((item) => ["refused", "paused"].includes(item.state));
      if (left) {
        left.row.element.querySelector("button:not([hidden])")?.focus();
        return this.say("Not saved yet. Look at the file that could not be sent: send it again, or remove it.");
      }
      this.form.requestSubmit(event.submitter);
      return undefined;
    }
    const given = this.form.elements.namedItem("key")?.value || "yes"; // until the page after it says that it came
    for (const item of this.items.filter((one) => one.token)) keep({ ...item, given, blob: new Blob([]) });
    return undefined;
  }

  say(words) {
    this.wordsTarget.textContent = words;
  }
}

const knowsWifi = () => Boolean(navigator.connection?.type);
const onWifi = () => ["wifi", "ethernet"].includes(navigator.connection?.type);
