// SPDX-License-Identifier: MIT
// Saves a picture as SVG with its fonts, or as PNG; title and link are inside either.
import { download, fileName } from "./download";
import { svgAsPng } from "./export-png";
import { margin, type PictureFile, pictureAsSvg } from "./export-svg";
import { fontsFor } from "./fonts";

export async function savePicture(kind: "svg" | "png", picture: PictureFile): Promise<void> {
  const { title, summary, link, width, height } = picture;
  const name = fileName(title, kind);
  if (kind === "svg") {
    const text = pictureAsSvg({ ...picture, fonts: await fontsFor(picture.root) });
    return download(name, new Blob([text], { type: "image/svg+xml" }));
  }
  // In the page's own type: browsers may draw an image before the fonts inside it are read.
  const texts = { Title: title, Description: summary, Source: link };
  download(name, await svgAsPng(pictureAsSvg(picture), width + 2 * margin, height + 2 * margin, texts));
}
