// Says which records wait on this phone, sends them as soon as there is a signal, and offers what could not be taken.

import { Controller } from "@hotwired/stimulus";
import { sendUnsent, takeUp, unsent } from "unsent_records";

export default class extends Controller {
  static targets = ["words", "list"];

  connect() {
    this.owner = document.body.dataset.owner ?? "";
    this.send = () => this.sendAll();
    window.addEventListener("online", this.send);
    this.sendAll();
  }

  disconnect() {
    window.removeEventListener("online", this.send);
  }

  async sendAll() {
    if (this.busy || !this.owner || !unsent(this.owner).length) return;
    this.busy = true;
    const told = navigator.onLine ? await sendUnsent(this.owner) : { came: 0, waits: unsent(this.owner).length, refused: [] };
    this.busy = false;
    this.show(told);
  }

  /** Another one was set aside on this page. */
  more() {
    this.show({ came: 0, waits: unsent(this.owner).length, refused: [] });
  }

  show({ came, waits, refused }) {
    const words = [
      came && `${records(came)} from this phone ${came === 1 ? "is" : "are"} kept now. Open ${came === 1 ? "it" : "them"} under Records to share ${came === 1 ? "it" : "them"}.`,
      waits && `${records(waits)} ${waits === 1 ? "waits" : "wait"} on this phone for a signal.`,
      refused.length && `${records(refused.length)} could not be kept. Look at ${refused.length === 1 ? "it" : "each"}.`,
    ];
    this.wordsTarget.textContent = words.filter(Boolean).join(" ");
    this.listTarget.replaceChildren(...refused.map((one) => this.row(one)));
    this.element.hidden = false;
  }

  row(one) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--plain";
    button.textContent = "Open it";
    button.addEventListener("click", () => {
      takeUp(this.owner, one);
      if (location.pathname === one.address) location.reload();
      else location.assign(one.address);
    });
    item.append(`${one.fields.title || one.fields.happened_on}: ${one.error} `, button);
    return item;
  }
}

const records = (number) => (number === 1 ? "1 record" : `${number} records`);
