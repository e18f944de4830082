print("qingfen")
