package account

import (
	"context"
	"time"
)

// Call is one line of the call log.
type Call struct {
	Seq     int       `json:"seq"`
	Time    time.Time `json:"time"`
	Region  string    `json:"region"`
	Service string    `json:"service"`
	Action  string    `json:"action"`
	Type    string    `json:"type"`
	URN     string    `json:"urn"`
	ID      string    `json:"id"`
	// Error is the error text that the caller saw; empty for success.
	Error string `json:"error,omitempty"`
}

// Log writes a line to the call log.
func (t *Tx) Log(c Call) {
	t.exec("insert into call (time, region, service, action, type, urn, id, error) values (?,?,?,?,?,?,?,?)",
		time.Now().UnixNano(), c.Region, c.Service, c.Action, c.Type, c.URN, c.ID, c.Error)
}

// Calls returns the call log, oldest first.
func (a *Account) Calls(ctx context.Context) ([]Call, error) {
	rows, err := a.db.QueryContext(ctx,
		"select seq, time, region, service, action, type, urn, id, error from call order by seq")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Call
	for rows.Next() {
		var c Call
		var at int64
		if err := rows.Scan(&c.Seq, &at, &c.Region, &c.Service, &c.Action, &c.Type, &c.URN, &c.ID, &c.Error); err != nil {
			return nil, err
		}
		c.Time = time.Unix(0, at)
		list = append(list, c)
	}
	return list, rows.Err()
}
