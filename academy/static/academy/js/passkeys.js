// Shows the buttons for passkeys where the browser can use them, and says so when one does not work.

if (window.PublicKeyCredential) {
  for (const part of document.querySelectorAll("[data-passkey]")) part.hidden = false;
}

document.addEventListener("allauth.error", () => {
  const words = document.querySelector("[data-passkey-error]");
  if (words) words.hidden = false;
});
