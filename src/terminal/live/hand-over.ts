/** Hands a text over to the person: as a file to keep, or as a page of its own to print. */

/** Saves the text under that name, where the browser saves what is downloaded. */
export function saveFile(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

/**
 * A new page that waits for its text. To be called while the press of a button is handled: later the browser would take
 * it for an advertisement. Undefined when it does so all the same.
 */
export function blankPage(): Window | undefined {
  return window.open('', '_blank') ?? undefined;
}

/** Shows the HTML document in the page and offers to print it. */
export function printPage(page: Window, html: string): void {
  page.document.open();
  page.document.write(html);
  page.document.close();
  page.focus();
  page.print();
}
