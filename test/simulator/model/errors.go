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

// APIError is an error of AWS's API.
type APIError struct {
	Code, Message string
	// Status is the HTTP status. Default: 400.
	Status int
}

func (e *APIError) Error() string { return e.Code + ": " + e.Message }

// Errorf returns an error of AWS's API with its code and message.
func Errorf(code, format string, args ...any) error {
	return &APIError{Code: code, Message: fmt.Sprintf(format, args...)}
}

// Providerf returns an error that the provider itself raises, without framing.
func Providerf(format string, args ...any) error { return fmt.Errorf(format, args...) }

// Frame formats the error of a call as the real provider reports it.
func (t *Type) Frame(op Op, label string, err error) error {
	var failure *APIError
	if !errors.As(err, &failure) {
		return fmt.Errorf("1 error occurred:\n\t* %w\n\n", err)
	}
	status, api := failure.Status, "api error "
	if status == 0 {
		status = 400
	}
	if t.Modeled {
		api = ""
	}
	return fmt.Errorf("1 error occurred:\n\t* %s %s (%s): operation error %s: %s, https response error StatusCode: %d, "+
		"RequestID: %s, %s%w\n\n", op.gerund(), t.Noun, label, t.Service, t.Action(op), status, UUID(), api, failure)
}
