"""Asks for pictures through chat completions and saves them: python3 images.py MODEL modalities|tool

Needs nothing but Python 3. AXONHUB is the gateway's address, AXONHUB_KEY a key of it.
"""

import base64
import json
import os
import sys
import urllib.request

model, way = sys.argv[1:3]
question = {"model": model, "messages": [{"role": "user", "content": "Draw a red kite over the sea"}]}
if way == "modalities":
    question["modalities"] = ["image", "text"]
else:
    question["tools"] = [{"type": "image_generation", "image_generation": {"size": "512x512", "quality": "auto"}}]

request = urllib.request.Request(
    os.environ["AXONHUB"] + "/v1/chat/completions",
    data=json.dumps(question).encode(),
    headers={"Authorization": "Bearer " + os.environ["AXONHUB_KEY"], "Content-Type": "application/json"},
)
result = json.load(urllib.request.urlopen(request))
message = result["choices"][0]["message"]

saved = 0
for content in message["content"]:
    if content["type"] == "image_url":
        data = content["image_url"]["url"].split(",", 1)[1]
        saved += 1
        with open("picture-%d.png" % saved, "wb") as file:
            file.write(base64.b64decode(data))

for tool_call in message.get("tool_calls", []):
    if tool_call["type"] == "image_generation":
        print("Image generated: " + tool_call["id"])
