// SPDX-License-Identifier: MIT
// An SVG file as pixels, twice as fine as the screen's.

/** Pixels of the image per pixel of the picture. */
const fineness = 2;

export async function svgAsPng(svg: string, width: number, height: number): Promise<Blob> {
  const image = new Image(width, height);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(fineness * width);
  canvas.height = Math.round(fineness * height);
  canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the browser made no image"))), "image/png");
  });
}
