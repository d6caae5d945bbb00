"""`odind conformance`: whether a client of the daemon, in any language, keeps to the contract.

The runner plays the daemon, drives a small program of the client's language, and judges what that program
reports and what the daemon saw. docs/CONFORMANCE.md describes the program's side.
"""
