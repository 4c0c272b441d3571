package model

import (
	"crypto/rand"
	"errors"
	"fmt"
)

// Invalid is a check failure of one property: the provider finds it in a preview, before any call.
type Invalid struct {
	Property string // top-level property as the user types it
	Reason   string
}

func (e *Invalid) Error() string { return e.Reason }

// Invalidf makes a check failure.
func Invalidf(property, format string, args ...any) error {
	return &Invalid{Property: property, Reason: fmt.Sprintf(format, args...)}
}

// Refusal is an error of AWS's API.
type Refusal struct {
	Code, Message string
	// Status is the HTTP status. Default: 400.
	Status int
}

func (e *Refusal) Error() string { return e.Code + ": " + e.Message }

// Refusef makes an error of AWS's API: its code and its message.
func Refusef(code, format string, args ...any) error {
	return &Refusal{Code: code, Message: fmt.Sprintf(format, args...)}
}

// Providerf makes an error that the provider itself raises around its calls, printed without any framing.
func Providerf(format string, args ...any) error { return fmt.Errorf(format, args...) }

// Frame gives an error of a call the shape in which the real provider reports it.
func (t *Type) Frame(op Op, label string, err error) error {
	var refusal *Refusal
	if !errors.As(err, &refusal) {
		return fmt.Errorf("1 error occurred:\n\t* %w\n\n", err)
	}
	status, api := refusal.Status, "api error "
	if status == 0 {
		status = 400
	}
	if t.Modeled {
		api = ""
	}
	return fmt.Errorf("1 error occurred:\n\t* %s %s (%s): operation error %s: %s, https response error StatusCode: %d, "+
		"RequestID: %s, %s%w\n\n", op.gerund(), t.Noun, label, t.Service, t.Action(op), status, requestID(), api, refusal)
}

func requestID() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b)
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:])
}
