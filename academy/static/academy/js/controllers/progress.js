// How far slow work is, asked anew while somebody looks at it. When it is over, the page loads once more by itself.

import { Controller } from "@hotwired/stimulus";

const PATIENCE = 8000; // milliseconds for one answer

export default class extends Controller {
  static values = { seconds: Number };

  connect() {
    this.timer = setInterval(() => document.visibilityState === "visible" && this.look(), this.secondsValue * 1000);
  }

  disconnect() {
    clearInterval(this.timer);
  }

  async look() {
    let page;
    try {
      const answer = await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
      if (!answer.ok) return;
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
      return; // no signal; the next look may have one
    }
    const now = page.querySelector("[data-controller~=progress]");
    if (!now) location.reload();
    else if (now.innerHTML !== this.element.innerHTML) this.element.replaceChildren(...now.childNodes);
  }
}
