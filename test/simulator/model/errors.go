package model

import (
	"errors"
	"fmt"
)

// Invalid is a check failure of one property. The provider finds it in a preview, before any call.
type Invalid struct {
	Property string // top-level property as the user types it
	Reason   string
}

func (e *Invalid) Error() string { return e.Reason }

// Invalidf returns a check failure.
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

// Refusef returns an error of AWS's API with its code and message.
func Refusef(code, format string, args ...any) error {
	return &Refusal{Code: code, Message: fmt.Sprintf(format, args...)}
}

// Providerf returns an error that the provider itself raises, without framing.
func Providerf(format string, args ...any) error { return fmt.Errorf(format, args...) }

// Frame formats the error of a call as the real provider reports it.
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
		"RequestID: %s, %s%w\n\n", op.gerund(), t.Noun, label, t.Service, t.Action(op), status, UUID(), api, refusal)
}
