/**
 * Reads the text of the page aloud with the voices of the device; a second press stops.
 *
 *   <button type="button" data-behaviour="read-aloud" data-text="offre" data-stop="Arrêter la lecture" hidden>
 *     <svg …></svg><span>Écouter cette page</span>
 *   </button>
 *
 * `data-text` is the id of what is read. The button stays hidden where the device cannot speak.
 */
export function readAloud(button: HTMLElement): void {
  const text = document.getElementById(button.dataset["text"] ?? "");
  if (!text || !("speechSynthesis" in window)) return;
  const label = button.querySelector("span");
  const listen = label?.textContent ?? "";
  const say = (words: string): void => {
    if (label) label.textContent = words;
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    if (speechSynthesis.speaking) {
      speechSynthesis.cancel();
      return;
    }
    const speech = new SpeechSynthesisUtterance(spoken(text.innerText));
    speech.lang = document.documentElement.lang;
    speech.onend = () => say(listen);
    speech.onerror = () => say(listen);
    say(button.dataset["stop"] ?? listen);
    speechSynthesis.speak(speech);
  });
}

/** Lines become sentences, so that the voice pauses between them. */
export function spoken(text: string): string {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => (/[.!?:]$/.test(line) ? line : `${line}.`))
    .join(" ");
}
