// The texts of a duty, as the page shows them.

// onPage leaves out of an action what the command line does: whoever reads this is on the page.
export const onPage = (action: string): string => action.replace(/[，,]?\s*(或用|或以|or (with|by|uses?))\s*`?lianfang.*$/, '');

// withoutName leaves the name of the resource out of a title, because the title is a link to the resource.
export const withoutName = (title: string): string => title.replace(/\s*[（(][a-z]+\/[0-9a-f]{8,}[)）]/, '');
