// A part of a page that is another one every so many seconds, fetched anew while somebody looks at it.

import { Controller } from "@hotwired/stimulus";

const PATIENCE = 8000; // milliseconds for one answer

export default class extends Controller {
  static targets = ["part", "lost"];
  static values = { seconds: Number };

  connect() {
    this.renew = () => document.visibilityState === "visible" && this.fetch();
    this.timer = setInterval(this.renew, this.secondsValue * 1000);
    document.addEventListener("visibilitychange", this.renew);
    window.addEventListener("online", this.renew);
  }

  disconnect() {
    clearInterval(this.timer);
    document.removeEventListener("visibilitychange", this.renew);
    window.removeEventListener("online", this.renew);
  }

  async fetch() {
    try {
      const answer = await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const part = page.querySelector("[data-renew-target=part]");
      if (!answer.ok || !part) throw new Error(answer.status);
      this.partTarget.replaceChildren(...part.childNodes);
      this.partTarget.hidden = false;
      this.lostTarget.hidden = true;
    } catch {
      this.partTarget.hidden = true; // a code that has run out only sends people away
      this.lostTarget.hidden = false;
    }
  }
}
