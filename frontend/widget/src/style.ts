/** The panel's look; it lives in the shadow root, so neither page nor panel can spoil the other. */
export const STYLE = `
.panel{box-sizing:border-box;width:min(300px,calc(100vw - 40px));padding:20px;border-radius:14px;
background:#fff;color:#1c2625;border:1px solid #d5dedc;box-shadow:0 10px 36px rgb(0 0 0/.2)}
p{margin:0}
.state{display:flex;align-items:baseline;gap:9px;font-weight:600;min-height:24px}
.state::before{content:"";flex:none;width:10px;height:10px;border-radius:50%;background:#b45309}
[data-tone=good] .state::before{background:#15803d}
[data-tone=bad] .state::before{background:#b91c1c;border-radius:2px}
[data-tone=calm] .state::before{background:#64748b;border-radius:2px}
.timer{min-height:36px;margin:2px 0 10px 19px;font-size:24px;font-variant-numeric:tabular-nums}
.row{display:flex;flex-wrap:wrap;gap:8px}
.panel button{flex:1 1 auto;min-height:44px;padding:0 12px;border:1px solid #b9c6c3;border-radius:9px;background:#f4f7f6;color:inherit}
.panel button:hover{background:#e6edeb}
.panel button:focus-visible{outline:3px solid #0d9488;outline-offset:1px}
.panel button[aria-pressed=true],.panel button[aria-expanded=true]{background:#d5efea;border-color:#0f766e}
.panel .danger{background:#b91c1c;border-color:#b91c1c;color:#fff}
.panel .danger:hover{background:#991b1b}
.panel .main{background:#0f766e;border-color:#0f766e;color:#fff}
.panel .main:hover{background:#115e59}
.pad{display:grid;grid-template-columns:repeat(3,1fr);gap:6px;margin-bottom:10px}
.pad button{font-size:18px;font-variant-numeric:tabular-nums}
@media (prefers-color-scheme:dark){
.panel{background:#182120;color:#e4ecea;border-color:#34413f}
.state::before{background:#f0b54a}
[data-tone=good] .state::before{background:#4ade80}
[data-tone=bad] .state::before{background:#f87171}
[data-tone=calm] .state::before{background:#94a3b8}
.panel button{background:#243130;border-color:#4a5b58}
.panel button:hover{background:#2f3f3d}
.panel button[aria-pressed=true],.panel button[aria-expanded=true]{background:#134e4a;border-color:#2dd4bf}
.panel .danger{background:#b91c1c;border-color:#b91c1c}
.panel .danger:hover{background:#991b1b}
.panel .main{background:#0f766e;border-color:#0f766e}
.panel .main:hover{background:#115e59}}`
