from django.apps import AppConfig


class SandboxConfig(AppConfig):
    name = "cms.sandbox"
    label = "sandbox"
