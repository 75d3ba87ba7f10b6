package handlers

import "net/http"

// movePairs are the changes that move messages from one conversation to another.
func movePairs() []pair {
	one := "/conversations/{id}"
	merge := func(fields, json string) pair {
		return pair{page: one + "/merge", fields: fields, method: http.MethodPost, path: "/api" + one + "/merge", json: json}
	}
	split := func(fields, json string) pair {
		return pair{page: one + "/split", fields: fields, method: http.MethodPost, path: "/api" + one + "/split", json: json}
	}
	unmerge := pair{page: one + "/unmerge", method: http.MethodDelete, path: "/api" + one + "/merge"}
	edit := func(fields, json string) pair {
		return pair{page: one, fields: fields, method: http.MethodPut, path: "/api" + one, json: json}
	}
	say := func(fields, json string) pair {
		return pair{page: one + "/messages", fields: fields, method: http.MethodPost, path: "/api" + one + "/messages", json: json}
	}
	retag := func(fields, json string) pair {
		return pair{page: one + "/tags", fields: fields, method: http.MethodPut, path: "/api" + one + "/tags", json: json}
	}
	late := func(p pair) pair {
		p.fields, p.tag = p.fields+"&version=77", `"77-0"`
		return p
	}
	called := func(name, of string, p pair) pair {
		p.name, p.of = name, of
		return p
	}
	return []pair{
		called("merge", "twice", merge("into={into}&lastSeenMessageId={message}&intoLastSeenMessageId=0&confirm=customer", `{"into":"{into}","lastSeenMessageId":"{message}","confirm":["customer"]}`)),
		called("merge what others have written in", "twice", merge("into={into}&lastSeenMessageId=1", `{"into":"{into}","lastSeenMessageId":"1"}`)),
		called("merge into itself", "twice", merge("into={id}", `{"into":"{id}"}`)),
		called("merge into nothing", "twice", merge("into=", `{"into":null}`)),
		called("merge into what is not there", "twice", merge("into={absent}", `{"into":"{absent}"}`)),
		called("merge into what is elsewhere", "twice", merge("into={invoice}&confirm=inbox&confirm=customer", `{"into":"{invoice}","confirm":["inbox","customer"]}`)),
		called("merge late", "twice", late(merge("into={into}", `{"into":"{into}"}`))),
		called("merge elsewhere", "elsewhere", merge("into={kettle}&confirm=inbox", `{"into":"{kettle}","confirm":["inbox"]}`)),
		called("merge twice", "merged", merge("into={kettle}", `{"into":"{kettle}"}`)),
		called("edit what is merged", "merged", edit("subject=New", `{"subject":"New"}`)),
		called("say in what is merged", "merged", say("kind=note&body=Yes", `{"kind":"note","body":"Yes"}`)),
		called("tag what is merged", "merged", retag("tags=money", `{"tags":["money"]}`)),
		called("undo a merge", "merged", unmerge),
		called("undo a merge late", "merged", late(unmerge)),
		called("undo a merge that was not", "open", unmerge),
		called("undo a merge elsewhere", "elsewhere", unmerge),
		called("split", "twice", split("messageIds={message}&subject=+Apart+", `{"messageIds":["{message}"],"subject":" Apart "}`)),
		called("split to what is wrong", "twice", split("messageIds={message}&subject=+", `{"messageIds":["{message}"],"subject":" "}`)),
		called("split late", "twice", late(split("messageIds={message}&subject=Apart", `{"messageIds":["{message}"],"subject":"Apart"}`))),
	}
}
