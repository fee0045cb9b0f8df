/**
 * Says in words that a passkey did not answer: the person closed the window, or the device knows no key.
 *
 *   <p data-behaviour="passkey-trouble" role="alert" hidden>La clé d’accès n’a pas répondu. …</p>
 *
 * The sign-in library tells of it by an event on the document, which it would otherwise only log.
 */
export function passkeyTrouble(element: HTMLElement): void {
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    element.hidden = false;
  });
}
