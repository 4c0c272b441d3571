// Package test holds what spans packages: the rules of the repository, the environments against the policies, and
// rehearsals with the real engine.
package test
