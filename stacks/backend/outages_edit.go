package backend

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"github.com/tenfold-iac/tenfold/components/cache"
	"github.com/tenfold-iac/tenfold/components/storage"
)

// edit is a change of an input of a component.
type edit struct {
	was, is resource.PropertyMap
	path    resource.PropertyPath
}

func (e edit) before() resource.PropertyValue { return valueAt(e.was, e.path) }
func (e edit) after() resource.PropertyValue  { return valueAt(e.is, e.path) }

func valueAt(inputs resource.PropertyMap, path resource.PropertyPath) resource.PropertyValue {
	value, _ := path.Get(resource.NewProperty(inputs))
	return value
}

// The changes that a row may be about.
func lowered(e edit) bool  { return number(e.after()) < number(e.before()) }
func raised(e edit) bool   { return number(e.after()) > number(e.before()) }
func turnedOn(e edit) bool { return e.after().IsBool() && e.after().BoolValue() }
func removed(e edit) bool  { return e.after().IsNull() }
func changed(e edit) bool  { return !e.before().IsNull() && !e.after().IsNull() }
func becomesNone(e edit) bool {
	return e.after().IsString() && e.after().StringValue() == storage.DNSNone
}
func shrunk(e edit) bool { return len(missing(e.before(), e.after())) > 0 }

// turnedOff tells of a part that the file does not have any more. An empty text is no part.
func turnedOff(e edit) bool    { return !turnedOn(e) }
func becomesEmpty(e edit) bool { return text(e.after()) == "" }
func replaced(e edit) bool     { return text(e.before()) != "" && text(e.after()) != "" }

// upgraded and downgraded compare versions.
func upgraded(e edit) bool   { return changed(e) && older(text(e.before()), text(e.after())) }
func downgraded(e edit) bool { return changed(e) && older(text(e.after()), text(e.before())) }
func toRedis(e edit) bool    { return changed(e) && text(e.after()) == cache.Redis }
func toValkey(e edit) bool   { return changed(e) && text(e.after()) == cache.Valkey }

// nextRabbit tells of an upgrade that Amazon MQ makes, on an instance type that the broker already has.
func nextRabbit(e edit) bool {
	next := map[string]string{"3.13": "4.2", "4.2": "4.3"}
	return next[text(e.before())] == text(e.after()) && !strings.HasPrefix(text(e.was["instanceType"]), "mq.m5.")
}
func notNextRabbit(e edit) bool { return changed(e) && !nextRabbit(e) }

// unprepared tells of a newer major version that RDS does not start now. The component compares with what runs.
func unprepared(e edit) bool {
	on := func(input string) bool { return turnedOn(edit{is: e.is, path: resource.PropertyPath{input}}) }
	return changed(e) && older(majorOf(e.before()), majorOf(e.after())) && !(on("allowMajorVersionUpgrade") && on("applyImmediately"))
}

// unpinned tells that the minor version is left to AWS, and restarted that another version is asked for.
func unpinned(e edit) bool {
	return changed(e) && text(e.before()) != text(e.after()) && majorOf(e.before()) == text(e.after())
}
func restarted(e edit) bool { return !unprepared(e) && !unpinned(e) }

func majorOf(version resource.PropertyValue) string {
	major, _, _ := strings.Cut(text(version), ".")
	return major
}

// older compares versions part by part, as numbers.
func older(a, b string) bool {
	numbers := func(version string) (list []int) {
		for part := range strings.SplitSeq(version, ".") {
			n, _ := strconv.Atoi(part)
			list = append(list, n)
		}
		return list
	}
	return slices.Compare(numbers(a), numbers(b)) < 0
}

// reclassed tells that a part that stays gets another value.
func reclassed(e edit) bool { return len(e.parts()) > 0 }

// parts are the names of an object's fields that were there and have another value now.
func (e edit) parts() (names []string) {
	if !e.before().IsObject() || !e.after().IsObject() {
		return nil
	}
	current := e.after().ObjectValue()
	for name, value := range e.before().ObjectValue() {
		if now, stays := current[name]; stays && !now.DeepEquals(value) {
			names = append(names, string(name))
		}
	}
	slices.Sort(names)
	return names
}

// sudden tells that a domain was not an alternative name before, or that the old one is none after.
func sudden(e edit) bool {
	return changed(e) && (!slices.Contains(texts(e.was["alternativeNames"]), text(e.after())) ||
		!slices.Contains(texts(e.is["alternativeNames"]), text(e.before())))
}

// forgotten tells that an alternative name is gone, and has not become the domain.
func forgotten(e edit) bool {
	return slices.ContainsFunc(missing(e.before(), e.after()), func(name string) bool { return name != text(e.is["domain"]) })
}

func setOrRemoved(e edit) bool { return !changed(e) }

// moved tells that a list is not the old one with more at its end.
func moved(e edit) bool {
	old, current := texts(e.before()), texts(e.after())
	return len(current) < len(old) || !slices.Equal(old, current[:len(old)])
}

// missing are the names of a list that another one does not have.
func missing(list, from resource.PropertyValue) []string {
	have := texts(from)
	return slices.DeleteFunc(texts(list), func(name string) bool { return slices.Contains(have, name) })
}

func number(v resource.PropertyValue) float64 {
	if v.IsNumber() {
		return v.NumberValue()
	}
	return 0
}

func text(v resource.PropertyValue) string {
	switch {
	case v.IsNull():
		return "none"
	case v.IsArray():
		return strings.Join(texts(v), ", ")
	case v.IsBool(), v.IsNumber(), v.IsString():
		return fmt.Sprint(v.V)
	}
	return "another value"
}

// texts are the texts of a list, or the names of its objects.
func texts(v resource.PropertyValue) (list []string) {
	if !v.IsArray() {
		return nil
	}
	for _, item := range v.ArrayValue() {
		if item.IsObject() {
			item = item.ObjectValue()["name"]
		}
		list = append(list, text(item))
	}
	return list
}
