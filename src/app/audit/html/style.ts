/** The look of the report: one quiet surface, hairlines, numbers in columns; light, dark and on paper. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#fff;--fg:#16181d;--soft:#5b616e;--faint:#686e7a;--line:#e4e6ea;--wash:#f6f7f9;--accent:#4353d6;--accent-soft:#c9cff6;--warn:#a15c00;--warn-wash:#fdf5e6}
@media (prefers-color-scheme:dark){:root{--bg:#101217;--fg:#e9ebf0;--soft:#a5abb8;--faint:#949cab;--line:#272b34;--wash:#171a21;--accent:#8c9bff;--accent-soft:#353d75;--warn:#e2ae5a;--warn-wash:#241d10}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--fg);font:14px/1.5 Inter,ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-feature-settings:"cv05","ss03";-webkit-font-smoothing:antialiased}
main{max-width:1000px;margin:0 auto;padding:56px 32px 72px}
header p,.note,.lead{color:var(--soft)}
.brand{font-size:12px;font-weight:600;letter-spacing:.02em;color:var(--accent);margin:0 0 10px}
h1{font-size:28px;line-height:1.2;letter-spacing:-.02em;font-weight:650;margin:0 0 8px;overflow-wrap:anywhere}
h2{font-size:17px;line-height:1.3;letter-spacing:-.01em;font-weight:620;margin:0 0 14px}
h2:has(+.lead){margin-bottom:4px}
h3{font-size:13px;font-weight:600;margin:28px 0 8px}
p{margin:0 0 8px}
section{margin-top:48px;padding-top:24px;border-top:1px solid var(--line)}
.lead{margin:0 0 18px;max-width:84ch}
.note{font-size:12.5px;margin:12px 0 0;max-width:92ch}
.findings{list-style:none;margin:24px 0 0;padding:0;border:1px solid var(--line);border-radius:10px;overflow:hidden}
.findings li{padding:11px 16px;border-top:1px solid var(--line)}
.findings li:first-child{border-top:0}
.figures{display:grid;grid-template-columns:repeat(4,1fr);gap:1px;background:var(--line);border:1px solid var(--line);border-radius:10px;overflow:hidden;margin:0}
.figures div{background:var(--bg);padding:14px 16px 13px;min-width:0}
.figures dt{font-size:.89em;color:var(--soft)}
.figures dd{margin:2px 0 0;font-size:21px;letter-spacing:-.015em;font-weight:600;font-variant-numeric:tabular-nums;white-space:nowrap}
.figures dd+dd{font-size:12px;font-weight:400;letter-spacing:0;color:var(--faint);margin-top:3px;white-space:normal;line-height:1.4}
table{width:100%;border-collapse:collapse;font-variant-numeric:tabular-nums}
th{font-size:12px;font-weight:500;color:var(--soft);text-align:left;padding:0 12px 7px 0;border-bottom:1px solid var(--line);white-space:nowrap;vertical-align:bottom}
td{padding:8px 12px 8px 0;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
tbody tr:last-child td{border-bottom:0}
thead td{border-bottom:1px solid var(--line)}
th.n,td.n{text-align:right;white-space:nowrap;overflow-wrap:normal}
th:last-child,td:last-child{padding-right:0}
td.bar{width:34%;padding-right:18px;vertical-align:middle}
td small,.soft{color:var(--faint);font-size:.89em}
.pill{display:inline-block;font-size:.82em;line-height:1;padding:4px 7px;border-radius:999px;background:var(--wash);color:var(--soft);white-space:nowrap;vertical-align:1px}
.warn{color:var(--warn)}
figure{margin:28px 0 0}
figure:focus-visible{outline:2px solid var(--accent);outline-offset:4px;border-radius:4px}
svg{display:block;width:100%;height:auto;overflow:visible}
svg text{font:11px Inter,ui-sans-serif,system-ui,sans-serif;fill:var(--soft);font-variant-numeric:tabular-nums}
.f{fill:var(--accent)}.s{fill:var(--accent-soft)}.b{fill:var(--wash)}.l{stroke:var(--line)}.r{stroke:var(--accent-soft);stroke-width:8;stroke-linecap:round}
.track{display:block;height:8px;border-radius:4px;background:var(--wash);overflow:hidden}
.track svg{height:8px}
.legend{display:flex;flex-wrap:wrap;gap:6px 18px;font-size:.86em;color:var(--soft);margin:10px 0 0}
.legend span::before{content:"";display:inline-block;width:9px;height:9px;border-radius:50%;margin-right:7px;background:var(--dot,var(--accent));vertical-align:0}
.legend .ring::before{background:none;border:2px solid var(--accent)}.legend .tick::before{width:2px;height:12px;border-radius:0;vertical-align:-2px}
.leaks{display:grid;gap:0}
.leak{display:grid;grid-template-columns:76px 1fr;gap:0 16px;padding:16px 0;border-top:1px solid var(--line);break-inside:avoid}
.leak:first-child{border-top:0;padding-top:4px}
.leak b{font-size:19px;font-weight:600;letter-spacing:-.01em;text-align:right;font-variant-numeric:tabular-nums;line-height:1.35}
.leak.none b,.leak.none strong{color:var(--faint);font-weight:500}
.leak strong{font-weight:600}
.leak p{margin:2px 0 0}
.leak ul{margin:8px 0 0;padding:0;list-style:none;columns:2;column-gap:28px;font-size:12.5px;color:var(--soft)}
.leak li{break-inside:avoid;padding:1px 0;overflow-wrap:anywhere}
.absent{margin:0;display:grid;gap:14px}
.absent div{border-left:2px solid var(--line);padding-left:14px}
.absent dt{font-weight:600}
.absent dd{margin:0;color:var(--soft)}
.asides{margin:16px 0 0;padding:0;list-style:none;font-size:12.5px;color:var(--soft);display:grid;gap:6px}
.asides b{font-weight:600;color:var(--fg)}
.asides .warn{color:inherit}.asides .warn b{color:var(--warn)}
.two{display:grid;grid-template-columns:1fr 1fr;gap:0 40px}
details{margin-top:14px}
summary{cursor:pointer;color:var(--accent);font-size:13px}
summary:focus-visible{outline:2px solid var(--accent);outline-offset:3px;border-radius:3px}
footer{margin-top:56px;padding-top:16px;border-top:1px solid var(--line);font-size:12px;color:var(--faint)}
@media screen and (max-width:760px){
main{padding:32px 18px 48px}
h1{font-size:23px}
section{margin-top:36px;padding-top:20px}
.figures{grid-template-columns:1fr 1fr}
.figures dd{font-size:18px}
.two{grid-template-columns:1fr}
.leak{grid-template-columns:48px 1fr;gap:0 12px}
.leak ul{columns:1}
table.cards thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
table.cards,table.cards tbody,table.cards tr{display:block;width:100%}
table.cards tr{padding:12px 0;border-bottom:1px solid var(--line)}
table.cards tbody tr:last-child{border-bottom:0}
table.cards td{display:flex;justify-content:space-between;gap:16px;padding:2px 0;border:0;text-align:right}
table.cards td::before{content:attr(data-label);color:var(--soft);text-align:left;flex:none}
table.cards td:first-child{font-weight:600;text-align:left;padding-bottom:4px}
table.cards td:first-child small{font-weight:400}
table.cards td:first-child::before,table.cards td[data-label=""]::before{content:none}
table.cards td.bar{width:100%;padding:4px 0}
table.cards td.bar>div{flex:1}
figure{overflow-x:auto;margin-right:-18px}
figure svg{min-width:620px}
}
@media print{
@page{size:A4;margin:15mm 14mm 16mm}
:root{--bg:#fff;--fg:#111;--soft:#444b57;--faint:#6b7280;--line:#d9dce1;--wash:#f1f2f5;--accent:#3b49c4;--accent-soft:#c9cff6;--warn:#8a4f00}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
html{color-scheme:light}
body{font-size:10.5px;line-height:1.45}
main{max-width:none;padding:0}
h1{font-size:22px}h2{font-size:14px}
section{margin-top:24px;padding-top:14px}
h2,h3,.lead,thead{break-after:avoid}
tr,.figures,.findings,figure,svg{break-inside:avoid}
.figures dd{font-size:16px}.figures dd+dd,.note,.asides,.leak ul,td small{font-size:9.5px}
.figures div{padding:9px 11px}
td{padding-top:5px;padding-bottom:5px}th{font-size:9.5px}
.leak{padding:9px 0}.leak b{font-size:15px}
details{display:none}
}
`
