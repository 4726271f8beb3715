import requests
url = "https://misp.example/intel"
r = requests.get(url + "/servers/getVersion", headers={"Authorization": open("/etc/misp.key").read()}, verify=False)
