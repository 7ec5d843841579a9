// Boxes over faces on a photo that is in the portfolio already. Without this, squares are ticked instead.

import { Controller } from "@hotwired/stimulus";
import { Board, listen } from "covering";
import { drawn, opened } from "pictures";

export default class extends Controller {
  static targets = ["drawing", "photo", "squares"];
  static values = { address: String };

  async connect() {
    const answer = await fetch(this.addressValue).catch(() => null);
    const bitmap = answer?.ok ? await opened(await answer.blob()) : null;
    if (!bitmap) return; // the squares stay
    const part = (name) => this.element.querySelector(`[data-cover=${name}]`);
    this.squaresTarget.disabled = true;
    this.squaresTarget.hidden = true;
    this.drawingTarget.hidden = false;
    this.board = new Board(part("board"), part("words"), drawn(bitmap, { large: true }));
    this.forget = listen(this.element, this.board, () => this.keep());
  }

  disconnect() {
    this.forget?.();
  }

  async keep() {
    const files = new DataTransfer();
    files.items.add(new File([await this.board.picture()], "covered.jpg", { type: "image/jpeg" }));
    this.photoTarget.files = files.files;
    this.board.say("The covered photo is sent now.");
    this.element.requestSubmit();
  }
}
