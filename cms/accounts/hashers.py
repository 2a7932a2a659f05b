"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class ModestArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id as OWASP advises it for servers: 19 MiB and one thread for each guess.

    Django's own takes 100 MiB. Eight threads that are asked to sign somebody in at once would
    take the memory of the whole site.
    """

    time_cost = 3
    memory_cost = 19 * 1024
    parallelism = 1
