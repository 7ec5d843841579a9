// The page after a form: it came to us whole, so what was kept of it on this phone goes.

import { Controller } from "@hotwired/stimulus";
import { drop, waiting } from "kept_files";

export default class extends Controller {
  static values = { key: String };

  async connect() {
    if (location.hash !== "#kept") return;
    history.replaceState(null, "", location.pathname + location.search);
    const owner = document.body.dataset.owner ?? "";
    this.forgetWords(`draft:${owner}:`);
    for (const one of await waiting(owner)) {
      if (one.given === this.keyValue) await drop(one.id);
    }
  }

  forgetWords(prefix) {
    try {
      for (const name of Object.keys(localStorage).filter((one) => one.startsWith(prefix))) {
        const { left, key } = JSON.parse(localStorage.getItem(name)) ?? {};
        if (left && key === this.keyValue) localStorage.removeItem(name);
      }
    } catch {
      // forbidden: then nothing was kept either
    }
  }
}
