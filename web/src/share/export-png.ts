// SPDX-License-Identifier: MIT
// An SVG file as pixels, twice as fine as the screen's, with title and link written into the file.
import { withTexts } from "./png-texts";

/** Pixels of the image per pixel of the picture. */
const fineness = 2;

export async function svgAsPng(
  svg: string,
  width: number,
  height: number,
  texts: Readonly<Record<string, string>>,
): Promise<Blob> {
  const image = new Image(width, height);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(fineness * width);
  canvas.height = Math.round(fineness * height);
  canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob>((resolve, reject) => {
    canvas.toBlob((made) => (made ? resolve(made) : reject(new Error("the browser made no image"))), "image/png");
  });
  return new Blob([withTexts(new Uint8Array(await blob.arrayBuffer()), texts)], { type: "image/png" });
}
