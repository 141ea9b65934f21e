"""A stand-in for gateway and web with canned scenes, to look at the built desk: ``python server.py PORT``.

The scene is the cookie ``scene``. Frames are made from the contracts, so they cannot drift from what the desk will get.
"""

import json
import random
import sys
import time
from pathlib import Path

import msgspec
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket, WebSocketDisconnect

from hollyhock.contracts.desk_socket import Answered, Cards, Pong, Popped, Softphone, Takers, Watched, Welcome
from hollyhock.contracts.errors import Refused
from hollyhock.contracts.subjects import PastInteraction, PopAnswer
from hollyhock.contracts.views import AgentCard, HeldInteraction, InteractionCard, QueueCard, RingStand, SystemCard
from hollyhock.contracts.waiting import Taker, Waiting, Why
from hollyhock.core.why import sentence

DIST = Path(__file__).parents[1] / "dist"
ME, CALL = "1001", "demo.main.i0000000000000000001"
CALL_DETAIL = "demo.main.i00000000000000000001"
SESSION = {
    "person": 1, "name": "王芳", "agent": ME, "roles": ["agent", "shift_leader"], "teams": ["east"], "all_teams": True,
    "language": "zh-Hans", "ticket": "t", "ticket_exp": 0,
}
NAMES = [("operator", "人工总台", "Operator"), ("complaints", "投诉受理", "Complaints"), ("broadband", "宽带报修", "Broadband faults")]
CODES = [("solved", "已解决", "Solved"), ("passed_on", "转后台处理", "Passed to back office"), ("call_back", "需要回访", "Call back"),
         ("no_voice", "无声电话", "No voice"), ("wrong", "打错", "Wrong number")]
REASONS = [("break", "小休", "Break"), ("lunch", "用餐", "Lunch"), ("training", "培训", "Training"), ("meeting", "会议", "Meeting")]
SKILLS = [("sales", "销售", "Sales"), ("language.en", "英语", "English"), ("language.zh-Hans", "中文", "Chinese"), ("seat.expert", "专家", "Expert"), ("broadband", "宽带", "Broadband")]
PEOPLE = ["王芳", "李强", "张敏", "陈静", "刘洋", "赵磊", "孙丽", "周杰", "吴婷", "郑浩", "欧阳修文", "Grace Miller"]

_MEDIA = {"voicemail": "voicemail", "ticket": "callback", "dialling": "callback", "missed": "callback"}

def now() -> int:
    return time.time_ns() // 1_000_000


def labelled(rows: list[tuple[str, str, str]]) -> list[dict]:
    return [{"code": code, "name": {"zh": zh, "en": en}} for code, zh, en in rows]


def labels(_: Request) -> Response:
    queues = [{**one, "wrap_up_codes": [c[0] for c in CODES], "wrap_up_ms": 30_000} for one in labelled(NAMES)]
    return JSONResponse({
        "queues": queues, "reasons": labelled(REASONS), "wrap_up_codes": [{**one, "leaves_open": one["code"] == "call_back"} for one in labelled(CODES)], "media": [],
        "teams": labelled([("east", "东区一班", "East one"), ("west", "西区二班", "West two")]), "sites": [], "skills": labelled(SKILLS),
        "entry_points": labelled([("1001", "1001 热线", "Line 1001"), ("web", "网页", "Web page")]),
        "agents": [{"code": str(1001 + i), "name": name, "team": "east" if i % 2 else "west"} for i, name in enumerate(PEOPLE)],
    })


def cards(scene: str) -> list:
    t = now()
    phase = {"ticket": "offered", "dialling": "dialling", "missed": "wrapping_up", "offer": "offered", "talk": "connected", "hold": "held", "reattach": "reattaching", "wrap": "wrapping_up",
             "voicemail": "connected"}.get(scene)
    state = {"ticket": "Ready", "missed": "WorkingAfterCall", "offer": "Ready", "wrap": "WorkingAfterCall", "idle": "Ready", "break": "NotReady"}.get(scene, "Busy" if phase else "Ready")
    deadline = {"offer": t + 11_000, "reattach": t + 12_000, "wrap": t + 24_000}.get(scene)
    holds = (HeldInteraction(interaction=CALL, phase=phase, deadline=deadline, code="passed_on" if scene == "wrap" else ""),) if phase else ()
    made: list = [
        SystemCard(key="system", directory=3, switch_up=True),
        AgentCard(key=f"agent:{ME}", agent=ME, name="王芳", team="east", site="", state=state, since=t - 154_000,
                  reason="lunch" if scene == "break" else "", next_mode="ready", device_up=True, present=True, alerting=scene == "offer", holds=holds),
        QueueCard(key="queue:operator", queue="operator", waiting=3, oldest_since=t - 83_000, logged_in=9, ready=2, why="offered",
                  rings=(RingStand(after_ms=0, waiting=2), RingStand(after_ms=30_000, waiting=1), RingStand(after_ms=300_000, ends=True)),
                  low_ms=24_000, high_ms=131_000, forecasts=412, right=354, service_level_ms=20_000),
        QueueCard(key="queue:complaints", queue="complaints", waiting=0, logged_in=5, ready=1, rings=(RingStand(after_ms=0),),
                  low_ms=0, high_ms=0, forecasts=57, right=51, service_level_ms=30_000),
        QueueCard(key="queue:broadband", queue="broadband", waiting=1, oldest_since=t - 13_000, logged_in=4, ready=0, why="skill_missing",
                  rings=(RingStand(after_ms=0, waiting=1), RingStand(after_ms=60_000)), service_level_ms=20_000),
    ]
    if phase:
        made.append(InteractionCard(
            key=f"interaction:{CALL}", interaction=CALL, medium=_MEDIA.get(scene, "voice"), phase=phase, phase_since=t - 42_000,
            arrived=t - 240_000, entry_point="1001", language="zh-Hans", data={"topic": "complaint"},
            personal={"ani": "+86 138 0013 8000"}, queue="complaints", queued_since=t - 95_000, priority=7, agent=ME,
            offer="l1", ringing={ME: "l1"} if phase == "offered" else {}, offer_deadline=deadline, leg="" if scene == "ticket" else "l1",
            tries=int(scene in {"dialling", "missed"}), rests_until=t + 870_000 if scene == "missed" else None, recording=scene in {"talk", "hold"},
        ))
    return made + floor(scene, t)


def floor(scene: str, t: int) -> list:
    rng = random.Random(7)
    states = ["Ready", "Busy", "Busy", "NotReady", "WorkingAfterCall", "Null"]
    count = 299 if scene == "floor300" else 11
    made: list = []
    for index in range(1, count + 1):
        state = rng.choice(states)
        code = str(1001 + index)
        phase = {"Busy": "connected", "WorkingAfterCall": "wrapping_up"}.get(state)
        held = f"demo.main.i{index:020d}"
        made.append(AgentCard(
            key=f"agent:{code}", agent=code, name=PEOPLE[index % len(PEOPLE)], team="east" if index % 2 else "west", site="", state=state, skills={"sales": 5, "language.en": 8}, skills_changed=index == 3,
            since=t - rng.randrange(5_000, 2_400_000), reason=rng.choice(["break", "no_answer", "lunch"]) if state == "NotReady" else "",
            present=state != "Null", device_up=state not in {"Null", "NotReady"}, alerting=state == "Ready" and index % 7 == 0,
            holds=(HeldInteraction(interaction=held, phase=phase),) if phase else (),
        ))
        if phase:
            made.append(InteractionCard(
                key=f"interaction:{held}", interaction=held, medium="voice", phase=phase, phase_since=t - 60_000, arrived=t - 300_000,
                entry_point="1001", language="en" if index % 5 == 0 else "zh-Hans", queue=rng.choice(NAMES)[0], agent=code, waited_ms=20_000))
    for index in range(4):
        since = t - [83_000, 41_000, 9_000, 12_000][index]
        made.append(InteractionCard(
            key=f"interaction:demo.main.w{index:019d}", interaction=f"demo.main.w{index:019d}", medium="voicemail" if index == 2 else "voice", phase="waiting",
            phase_since=since, arrived=since - 30_000, entry_point="1001", language="zh-Hans" if index else "en",
            queue="broadband" if index == 3 else "operator", queued_since=since, priority=5 + (index == 1) * 4, position=index + 1,
            agent="1003" if index == 0 else "", ringing={"1003": "o1", "1004": "o2"} if index == 0 else {},
            personal={"ani": f"+86 139 0000 000{index}"}))
    return made


def pop() -> PopAnswer:
    t, day = now(), 86_400_000
    past = [("voice", 2, "complaints", "passed_on", "宽带每晚八点后掉线，已派单 W-2291，答复 48 小时内上门。", True),
            ("voicemail", 9, "operator", "call_back", "询问发票抬头如何更改。", False), ("voice", 40, "operator", "solved", "", False)]
    return PopAnswer(
        found=True, customer="C-10086", name="陈建国", number="+86 138 0013 8000", language="zh-Hans", vip=True,
        fields={"company": "西湖茶业有限公司", "address": "杭州市西湖区文三路 478 号"},
        history=tuple(PastInteraction(interaction=f"demo.main.p{i}", medium=m, arrived=t - d * day, queue=q, agent="1002", wrap_up_code=c, note=n, open=o)
                      for i, (m, d, q, c, n, o) in enumerate(past)))


TAKERS = tuple(
    Taker(agent=str(1001 + i), name=PEOPLE[i], serves=serves, why_not=why)
    for i, (serves, why) in enumerate(((True, ""), (True, ""), (False, ""), (True, "not_ready"), (True, "after_call_work"), (False, "offered"), (True, "phone_away"))))


def waiting() -> list[Waiting]:
    t, made = now(), []
    reasons = [Why(reason="offered", agent="1003"), Why(reason="others_first", able=9, serving=6, ready=2, ahead=1),
               Why(reason="all_busy", able=9, serving=6, ahead=2), Why(reason="skill_missing")]
    for index, why in enumerate(reasons):
        known = index in {1, 2}
        made.append(Waiting(
            interaction=CALL_DETAIL if index == 1 else f"demo.main.w{index:019d}", queue="broadband" if index == 3 else "operator",
            medium="voicemail" if index == 2 else "voice", language="zh-Hans" if index else "en", position=1 if index == 3 else index + 1,
            entered=t - [83_000, 41_000, 9_000, 13_000][index], priority=5 + (index == 1) * 4, ring=1 if index == 0 else 0, why=why,
            says=sentence(why, PEOPLE[2] if why.agent else ""),
            low_ms=20_000 if known else None, high_ms=95_000 if known else None))
    return made


async def desk(socket: WebSocket) -> None:
    await socket.accept()
    scene = socket.cookies.get("scene", "idle")
    say = lambda frame: socket.send_text(msgspec.json.encode(frame).decode())  # noqa: E731
    try:
        hello = json.loads(await socket.receive_text())
        phone = Softphone(device="a1", secret="s", realm="hollyhock") if hello["softphone"] and scene != "othertab" else None
        await say(Welcome(agent=ME, now=now(), softphone=phone))
        await say(Cards(fresh=True, previous=0, cursor=1, now=now(), put=tuple(cards(scene))))
        while True:
            frame = json.loads(await socket.receive_text())
            if frame["frame"] == "ping":
                await say(Pong(sent=frame["sent"], now=now()))
            elif frame["frame"] == "pop":
                await say(Popped(interaction=frame["interaction"], pop=pop()))
            elif frame["frame"] == "watch":
                await say(Watched(rows=tuple(one for one in waiting() if one.queue in frame["queues"] or frame["interactions"])))
            elif frame["frame"] == "takers":
                await say(Takers(interaction=frame["interaction"], find=frame["find"], takers=TAKERS, more=True))
            elif frame["frame"] == "command":
                refused = Refused(why_zh="该座席正在振铃", why_en="the agent is being rung already").problem()
                await say(Answered(id=frame["id"], problem=refused if frame["command"]["type"].endswith("_interaction") else None))
    except WebSocketDisconnect:
        return


async def sip(socket: WebSocket) -> None:
    """Say 200 to every REGISTER."""
    await socket.accept("sip")
    try:
        while True:
            lines = (await socket.receive_text()).split("\r\n")
            kept = [line for line in lines if line.split(":")[0] in {"Via", "From", "Call-ID", "CSeq", "Contact"}]
            to = next((line + ";tag=x" for line in lines if line.startswith("To:")), "")
            await socket.send_text("\r\n".join(["SIP/2.0 200 OK", *kept, to, "Expires: 120", "Content-Length: 0", "", ""]))
    except WebSocketDisconnect:
        return


def row(index: int) -> dict:
    rng = random.Random(index)
    answered = index % 4 != 3
    return {
        "id": f"demo.main.i{index:020d}", "medium": "voicemail" if index % 9 == 8 else "voice", "entry_point": "1001",
        "arrived": now() - index * 1_130_000, "ended": now() - index * 1_130_000 + 300_000, "language": "zh-Hans",
        "queue": NAMES[index % 3][0], "agent": "1001" if answered else "", "customer": f"C-{index}",
        "customer_name": PEOPLE[(index * 5) % len(PEOPLE)] if index % 3 else "", "number": f"+86 138 0013 80{index:02d}",
        "outcome": "answered" if answered else "abandoned", "wait_ms": rng.randrange(2_000, 90_000), "talk_ms": rng.randrange(20_000, 700_000) if answered else None,
        "wrap_up_code": rng.choice(CODES)[0] if answered else "", "recorded": answered, "matter": "open" if index % 7 == 1 else "",
    }


def interactions(request: Request) -> Response:
    page = int(request.query_params.get("page", 1))
    rows = [] if request.query_params.get("customer") == "none" else [row(i) for i in range((page - 1) * 25, page * 25)]
    return JSONResponse({"rows": rows, "page": page, "pages": 9, "total": 213})


def interaction(request: Request) -> Response:
    waits = request.cookies.get("scene") == "waits"
    t = now() - 3_600_000
    moments = [
        (0, "interaction_arrived", {"entry_point": "1001"}), (200, "flow_started", {"flow": "hotline", "version": 3}),
        (9_000, "node_left", {"node": "main_menu", "outcome": "key", "digit": "2"}), (9_100, "queued", {"queue": "complaints", "priority": 7}),
        (12_000, "queued", {"queue": "operator", "priority": 9, "cause": "moved", "by": "马晓"}), (14_000, "ring_reached", {"ring": 1, "by": ""}),
        (16_000, "place_changed", {"priority": 9, "by": "马晓"}), (20_000, "offer_made", {"agent": "1002", "trace": {"source": "pushed"}, "by": "马晓"}), (35_000, "offer_ended", {"agent": "1002", "outcome": "expired"}),
        (35_200, "offer_made", {"agent": "1001"}), (39_000, "established", {"agent": "1001"}), (120_000, "held", {"agent": "1001"}),
        (150_000, "retrieved", {"agent": "1001"}), (260_000, "connection_cleared", {"agent": "1001", "cause": "customer"}),
        (260_000, "interaction_closed", {"cause": "completed"}), (285_000, "wrap_up_finished", {"agent": "1001", "cause": "self"}),
    ]
    why = {"zh": "客户等待 10 秒后，第 1 圈内有 3 名座席可接，选中 1001（空闲最久，已空闲 184 秒）。未选：4 人技能不符、2 人忙。",
           "en": "After 10 s of waiting, ring 1 had 3 agents who could take it; 1001 was chosen (idle for longest: 184 s). Passed over: 4 without the skill, 2 busy."}
    part = {"holder": "", "queue": "", "agent": "", "outcome": "", "cause": "", "talk_ms": 0, "hold_ms": 0, "acw_ms": 0}
    return JSONResponse({
        **row(1), "id": request.path_params["id"], "arrived": t, "ended": None if waits else t + 260_000, "data": {"topic": "complaint"},
        "personal": {"ani": "+86 138 0013 8000", "customer_name": "陈建国"}, "note": "宽带每晚八点后掉线，已派单 W-2291，答复 48 小时内上门。",
        "cause": "completed", "may_mark": True, "parent": "", "voicemail_ms": None,
        "segments": [
            {**part, "kind": "flow", "start": t, "end": t + 9_100},
            {**part, "kind": "queue", "start": t + 9_100, "end": t + 39_000, "queue": "complaints"},
            {**part, "kind": "agent", "start": t + 39_000, "end": t + 260_000, "queue": "complaints", "agent": "1001", "acw_ms": 25_000}],
        "timeline": [{"at": t + at, "kind": kind, "values": values} for at, kind, values in moments],
        "offers": [
            {"offer": "o1", "agent": "1002", "queue": "complaints", "made": t + 20_000, "ended": t + 35_000, "outcome": "expired", "explanation": why},
            {"offer": "o2", "agent": "1001", "queue": "complaints", "made": t + 35_200, "ended": t + 39_000, "outcome": "accepted", "explanation": why}],
        "recordings": [{"id": "r1", "start": t + 39_000, "duration_ms": 8_000, "state": "ready"}],
    })


def peaks(_: Request) -> Response:
    rng = random.Random(1)
    talk = lambda odd: [rng.random() * (0.9 if (i // 40) % 2 == odd else 0.06) for i in range(400)]  # noqa: E731
    return JSONResponse({"duration_ms": 8_000, "channels": [{"name": "customer", "peaks": talk(0)}, {"name": "agent", "peaks": talk(1)}]})


def audio(_: Request) -> Response:
    size = 8 * 8000
    head = b"RIFF" + (36 + size).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
    head += b"\x01\x00\x01\x00" + (8000).to_bytes(4, "little") * 2 + b"\x01\x00\x08\x00data" + size.to_bytes(4, "little")
    return Response(head + bytes([128]) * size, media_type="audio/wav", headers={"accept-ranges": "none"})


def report(request: Request) -> Response:
    rng, t = random.Random(3), now() // 86_400_000 * 86_400_000
    rows = []
    for slot in range(16 if request.query_params.get("interval") != "day" else 7):
        for code, _, _ in NAMES[:1]:
            offered = rng.randrange(20, 90)
            abandoned = rng.randrange(0, offered // 6)
            rows.append({"start": t + slot * 1_800_000, "end": t + (slot + 1) * 1_800_000, "code": code, "offered": offered, "answered": offered - abandoned,
                         "abandoned": abandoned, "short_abandoned": abandoned // 3, "flow_out": 0, "service_level": rng.uniform(0.7, 0.98), "asa_ms": rng.randrange(4_000, 40_000),
                         "aht_ms": rng.randrange(120_000, 300_000), "talk_ms": 4_000_000, "hold_ms": 220_000, "acw_ms": 600_000, "occupancy": rng.uniform(0.5, 0.9)})
    totals = {"offered": sum(r["offered"] for r in rows), "answered": sum(r["answered"] for r in rows), "abandoned": sum(r["abandoned"] for r in rows),
              "short_abandoned": 9, "flow_out": 0, "service_level": 0.861, "asa_ms": 16_400, "aht_ms": 204_000, "talk_ms": 41_000_000, "hold_ms": 2_220_000, "acw_ms": 6_600_000, "occupancy": 0.74}
    return JSONResponse({"columns": [k for k in totals], "rows": rows, "totals": totals})


async def session(request: Request) -> Response:
    scene = request.cookies.get("scene", "idle")
    if request.method == "GET" and scene == "login" or request.method == "POST" and (await request.json())["password"] == "wrong":
        problem = {"code": "unauthenticated", "status": 401, "retryable": False, "zh": "用户名或密码不对。", "en": "The user name or password is not right.", "field": None}
        return JSONResponse(problem, 401)
    return JSONResponse(SESSION)


def page(request: Request) -> Response:
    path = DIST / request.path_params["path"]
    return FileResponse(path if path.is_file() else DIST / "index.html")


routes = [
    WebSocketRoute("/socket/desk", desk), WebSocketRoute("/sip", sip), Route("/api/session", session, methods=["GET", "POST", "PATCH", "DELETE"]),
    Route("/api/labels", labels), Route("/api/interactions", interactions), Route("/api/interactions/{id}", interaction),
    Route("/api/recordings/{id}/peaks", peaks), Route("/api/recordings/{id}/audio", audio), Route("/api/voicemails/{id}/audio", audio),
    Route("/api/reports/{kind}", report), Route("/desk/{path:path}", page),
    Mount("/widget", StaticFiles(directory=DIST.parents[1] / "widget" / "dist", check_dir=False)),
    Mount("/story", StaticFiles(directory=Path(__file__).parent, html=True)),
]

if __name__ == "__main__":
    uvicorn.run(Starlette(routes=routes), host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
