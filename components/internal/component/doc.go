// Package component is the skeleton that every Tenfold component shares: it collects the problems of a set of
// arguments, registers the component with its inputs so that policies and tests see intent, publishes its outputs,
// and names and places children. Component packages import it and never each other.
package component
