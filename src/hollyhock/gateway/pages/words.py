"""Pages that the door itself shows, in both languages."""

_PAGE = """<!doctype html>
<html lang="zh-Hans"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Hollyhock</title></head>
<body style="font-family:system-ui,sans-serif;max-width:36rem;margin:20vh auto;padding:0 1rem;line-height:1.6">
<h1 style="font-size:1.25rem">{zh}</h1><p lang="en">{en}</p></body></html>
"""

NOT_BUILT = _PAGE.format(
    zh="页面尚未生成，请运行 ./hollyhock up。", en="The pages have not been built yet; run ./hollyhock up."
)
WEB_AWAY = _PAGE.format(
    zh="后台服务暂时没有响应。通话不受影响，请稍后刷新。",
    en="The back office does not answer at the moment. Calls go on; please reload in a moment.",
)
