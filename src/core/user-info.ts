/** The user information before the host of a URL, anywhere in a text: a user name, maybe with a password. */
const userInfo = /(?<=[a-z]:\/\/)[^\s/?#]*(?=@)/gi;

/** Whether a text holds a URL with a user name or a password. */
export function hasUserInfo(text: string): boolean {
  return text.search(userInfo) !== -1;
}

/**
 * Returns the text with each such part masked. The length stays, so a caret below it still fits.
 */
export function withoutUserInfo(text: string): string {
  return text.replace(userInfo, (found) => "*".repeat(found.length));
}
