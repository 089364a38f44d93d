// SPDX-License-Identifier: MIT
// Saves a picture as SVG, or as PNG with title and link inside.
import { download, fileName } from "./download";
import { svgAsPng } from "./export-png";
import { margin, type PictureFile, pictureAsSvg } from "./export-svg";

export async function savePicture(kind: "svg" | "png", picture: PictureFile): Promise<void> {
  const { title, summary, link, width, height } = picture;
  const name = fileName(title, kind);
  const text = pictureAsSvg(picture);
  if (kind === "svg") return download(name, new Blob([text], { type: "image/svg+xml" }));
  const texts = { Title: title, Description: summary, Source: link };
  download(name, await svgAsPng(text, width + 2 * margin, height + 2 * margin, texts));
}
