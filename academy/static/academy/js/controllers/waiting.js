// Says how many files wait on this phone, so that nobody forgets them.

import { Controller } from "@hotwired/stimulus";
import { waiting } from "kept_files";

export default class extends Controller {
  static targets = ["words"];

  async connect() {
    const owner = document.body.dataset.owner ?? "";
    const left = owner ? (await waiting(owner)).filter((one) => !one.given && !(one.page ?? "").startsWith("/record/")) : [];
    if (!left.length) return;
    const what = left.length === 1 ? "1 file waits" : `${left.length} files wait`;
    this.wordsTarget.textContent = `${what} on this phone and ${left.length === 1 ? "is" : "are"} not in your portfolio yet.`;
    this.element.hidden = false;
  }
}
