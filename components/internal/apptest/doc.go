// Package apptest proves docs/application.md: small applications of FastAPI, Django and Flask, with the settings that
// it names, run on real servers with the variables that an environment's web container gets. It has tests only.
package apptest
