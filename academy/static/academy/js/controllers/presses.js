// Sends what a register left on this phone, from any page that its trainer opens next.

import { Controller } from "@hotwired/stimulus";
import { belongsTo, sendAll } from "presses";

export default class extends Controller {
  static targets = ["words"];
  static values = { owner: String };

  connect() {
    belongsTo(this.ownerValue);
    this.again = () => this.send();
    window.addEventListener("online", this.again);
    this.send();
  }

  disconnect() {
    window.removeEventListener("online", this.again);
  }

  async send() {
    const [sent, left] = await sendAll();
    if (!sent && !left) return;
    this.wordsTarget.hidden = false;
    this.wordsTarget.textContent = left
      ? `Marks of a register that wait on this phone: ${left}. They send themselves when there is a signal.`
      : `Marks that waited on this phone and are on the register now: ${sent}.`;
  }
}
