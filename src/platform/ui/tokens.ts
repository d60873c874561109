const light = `
  --canvas: #fbfbfa; --surface: #ffffff; --raised: #ffffff; --sunken: #f5f5f3; --hover: #f1f1ef;
  --line: #e8e8e4; --line-strong: #d6d6d1;
  --ink: #1a1b1e; --ink-2: #474a50; --ink-3: #676a71;
  --accent: #4747b8; --accent-fill: #4747b8; --accent-fill-hover: #3a3a9e; --accent-soft: #eeeefa; --on-accent: #ffffff;
  --focus: #7373e0;
  --marketing: #a8480a; --marketing-fill: #dd7a30; --marketing-soft: #fdf1e6;
  --sales: #155f9f; --sales-fill: #2f7fc6; --sales-soft: #e8f2fb;
  --success: #0d6b5e; --success-fill: #2b9a8b; --success-soft: #e4f4f1;
  --good: #176b45; --good-soft: #e7f5ed;
  --warn: #835400; --warn-soft: #fcf3dc;
  --bad: #b3261e; --bad-fill: #b3261e; --bad-fill-hover: #971c15; --bad-soft: #fcecea;
  --series-1: #6363cf; --series-2: #dd7a30; --series-3: #2b9a8b; --series-4: #8a8d95; --series-5: #b8558f; --series-6: #b39a2e; --series-7: #3f8fd0; --series-8: #8a5a3c;
  --track: #eeeeeb; --grid: #ebebe7;
  --pop-shadow: 0 1px 2px rgb(20 20 30 / 6%), 0 8px 24px rgb(20 20 30 / 10%);
  --scrim: rgb(20 21 26 / 32%);`

const dark = `
  --canvas: #101113; --surface: #151619; --raised: #1c1e22; --sunken: #0c0d0f; --hover: #202227;
  --line: #25272c; --line-strong: #363940;
  --ink: #ececef; --ink-2: #b6b8c0; --ink-3: #9396a0;
  --accent: #a5a5f8; --accent-fill: #5757cf; --accent-fill-hover: #6464dc; --accent-soft: #23234a; --on-accent: #ffffff;
  --focus: #8686f0;
  --marketing: #f2a365; --marketing-fill: #d67a35; --marketing-soft: #35220f;
  --sales: #78b8ee; --sales-fill: #3f8ed3; --sales-soft: #11283d;
  --success: #5cc9b9; --success-fill: #2f9f90; --success-soft: #0e2c28;
  --good: #63c795; --good-soft: #11291d;
  --warn: #e2b65c; --warn-soft: #2e240d;
  --bad: #f4918a; --bad-fill: #b93a32; --bad-fill-hover: #c8463d; --bad-soft: #371a18;
  --series-1: #7676dd; --series-2: #d67a35; --series-3: #2f9f90; --series-4: #7d818b; --series-5: #c874a3; --series-6: #bfa644; --series-7: #57a3e0; --series-8: #b58463;
  --track: #23252a; --grid: #24262b;
  --pop-shadow: 0 1px 2px rgb(0 0 0 / 40%), 0 12px 32px rgb(0 0 0 / 50%);
  --scrim: rgb(0 0 0 / 56%);`

/**
 * The colours of both themes as custom properties: for the web app (by the build) and for a printed or mailed report (in its own style element).
 * Without a chosen theme the system's decides; paper is always light.
 */
export const tokensCss = `
:root { ${light} }
[data-theme='dark'] { ${dark} }
@media screen and (prefers-color-scheme: dark) { :root:not([data-theme]) { ${dark} } }
@media print { :root, [data-theme='dark'] { ${light} } }
`
