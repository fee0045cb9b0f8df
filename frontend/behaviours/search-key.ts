/**
 * The key "/" puts the cursor in the search field, from anywhere but a field.
 *
 *   <input class="input" type="search" data-behaviour="search-key">
 */
interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

const TYPING = new Set(["INPUT", "TEXTAREA", "SELECT"]);

/** Whether this key, pressed on an element of this tag, asks for the search. */
export function asksForSearch(event: Key, tag: string, editable: boolean): boolean {
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  return event.key === "/" && plain && !editable && !TYPING.has(tag);
}

export function searchKey(field: HTMLElement): void {
  document.addEventListener("keydown", (event) => {
    const target = event.target instanceof HTMLElement ? event.target : document.body;
    if (!asksForSearch(event, target.tagName, target.isContentEditable)) return;
    event.preventDefault();
    field.focus();
  });
}
