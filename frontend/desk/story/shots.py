"""Take pictures of the built desk in every scene, language, theme and size, and run axe-core on each.

``python shots.py [SCENE ...]``; pictures go to the folder that ``SHOTS`` names. The exit code is 1 on any violation.
"""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
AXE = (HERE.parents[1] / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
SHOTS = Path(os.environ.get("SHOTS", "shots"))
CALL = "demo.main.i00000000000000000001"
SCENES = {
    "login": "/desk/", "idle": "/desk/", "help": "/desk/", "break": "/desk/", "offer": "/desk/", "talk": "/desk/", "hold": "/desk/", "reattach": "/desk/",
    "wrap": "/desk/", "voicemail": "/desk/", "ticket": "/desk/", "dialling": "/desk/", "missed": "/desk/", "othertab": "/desk/", "floor": "/desk/floor", "floor300": "/desk/floor",
    "place": "/desk/floor", "move": "/desk/floor", "widen": "/desk/floor", "push": "/desk/floor", "skills": "/desk/floor",
    "take": "/desk/", "waits": f"/desk/interactions/{CALL}",
    "interactions": "/desk/interactions", "interaction": f"/desk/interactions/{CALL}", "reports": "/desk/reports",
}
STEPS = {
    **{step: [("choose", "[aria-labelledby=floor-waiting] li select", step)] for step in ("place", "move", "widen")},
    "push": [("choose", "[aria-labelledby=floor-waiting] li select", "push"), ("click", "input[name=taker]", ""), ("click", "button[form=steer-waiting]", "")],
    "skills": [("choose", "tbody tr:nth-child(3) select", "skills")],
    "take": [("click", "button.opener", "")],
}
"""What is done before the picture is taken."""
KEYS = {"talk": ["Alt+t"], "hold": ["Alt+k"], "help": ["?"]}
SIZES = {"wide": (1440, 900), "phone": (390, 844)}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise TimeoutError


def check(page: Page, name: str) -> int:
    page.evaluate(AXE)
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")["violations"]
    for one in found:
        for node in one["nodes"][:3]:
            print(f"{name}: {one['id']}: {node['html'][:160]} {node['failureSummary'][:260]}".replace("\n", " "))
    return len(found)


def main(wanted: list[str]) -> int:
    SHOTS.mkdir(parents=True, exist_ok=True)
    port, bad = free_port(), 0
    server = subprocess.Popen([sys.executable, str(HERE / "server.py"), str(port)])
    try:
        wait_for(port)
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"])
            for scene in wanted or SCENES:
                bad += scene_shots(browser, port, scene)
    finally:
        server.terminate()
    return 1 if bad else 0


def scene_shots(browser, port: int, scene: str) -> int:
    bad = 0
    looks = [("zh", "light", "wide"), ("en", "dark", "wide"), ("en", "light", "phone"), ("zh", "dark", "phone")]
    for language, theme, size in looks:
        width, height = SIZES[size]
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme, permissions=["microphone"], reduced_motion="reduce")
        context.add_cookies([{"name": "scene", "value": scene, "url": f"http://127.0.0.1:{port}"}])
        context.add_init_script(f"localStorage.setItem('hollyhock.language', '{'zh-Hans' if language == 'zh' else 'en'}')")
        page = context.new_page()
        page.on("console", lambda message: message.type in {"error", "warning"} and print(f"{scene}: console: {message.text}"))
        page.on("pageerror", lambda error: print(f"{scene}: error: {error}"))
        page.goto(f"http://localhost:{port}{SCENES[scene]}".replace("localhost", "127.0.0.1"))
        page.wait_for_timeout(1300)
        for key in KEYS.get(scene, []):
            page.keyboard.press(key)
            page.wait_for_timeout(300)
        for what, where, value in STEPS.get(scene, []):
            target = page.locator(where).first
            target.select_option(value) if what == "choose" else target.click()
            page.wait_for_timeout(600)
        name = f"{scene}-{language}-{theme}-{size}"
        page.screenshot(path=SHOTS / f"{name}.png", full_page=size == "phone")
        bad += check(page, name)
        context.close()
    return bad


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
