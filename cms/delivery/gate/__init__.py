"""What stands before the threads: no request has one until its body has arrived.

A thread that reads from a connection waits for whoever is at its other end: as many people as there
are threads could stop the site by sending slowly. So bodies are received here, without threads, and
are limited in size, in time and in number before anything of them is kept.
"""
