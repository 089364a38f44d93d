// SPDX-License-Identifier: MIT
// Puts a scenario into the text of the one-file page, which opens with it.

export interface Baked {
  /** The scenario's link, without #. */
  link: string;
  /** Where links to it lead, if the page that it is saved from lives on the web. */
  home: string | null;
}

const data = /(<script type="application\/json" data-part="baked">)[^<]*(<\/script>)/;
const heading = /(<title>)[^<]*(<\/title>)/;

/** Throws where the text is not that of the one-file page. Whatever the scenario's words, they stay data. */
export function bake(source: string, { link, home }: Baked, title: string): string {
  if (!data.test(source)) throw new Error("this is not the page as one file");
  const text = JSON.stringify({ link, home }).replaceAll("<", "\\u003c");
  const name = title.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const put = (content: string) => (_: string, before: string, after: string) => `${before}${content}${after}`;
  return source.replace(data, put(text)).replace(heading, put(name));
}
