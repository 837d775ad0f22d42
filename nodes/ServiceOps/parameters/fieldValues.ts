import type { IDataObject } from 'n8n-workflow';
import type { Field } from '../resources';
import { BadInput } from '../values/badInput';
import { findChoice } from '../values/choice';
import {
	entered,
	NAME_KEYS,
	toBoolean,
	toList,
	toNumber,
	refuseObjects,
	toRequiredText,
	toText,
} from '../values/coerce';
import { toEmailAddress, toEmailAddresses, toEmailOrLogonName } from '../values/emailAddresses';
import { toHtml } from '../values/htmlText';
import { textOf } from '../values/json';
import { isNothing, toLocated } from '../values/located';
import { toMacAddress } from '../values/macAddress';
import { isNoDate } from '../values/noDate';
import { toDateText, toTime } from '../values/time';
import { toIdentifier, toOneLine } from '../values/visible';
import { toFiles } from './attachments';

/*
 * What is sent for a value that was entered into a field.
 */

const isDated = ({ kind }: Field): boolean => kind === 'time' || kind === 'date';

/** Whether a value that was entered counts as not set. Other systems have dates that mean "none", such as 0001-01-01. */
export const isUnset = (field: Field, value: unknown): boolean =>
	value === undefined ||
	(Array.isArray(value) && value.length === 0) ||
	(isDated(field) && isNoDate(value)) ||
	(isNothing(value) && field.required !== true);

/** @throws BadInput when a field that is required is empty, or holds what a faulty expression makes of nothing */
export function checkRequired(field: Field, value: unknown): void {
	const given = entered(value);
	if (isUnset(field, given)) throw new BadInput(`${field.displayName} is empty. Enter a value`);
	if (!isDated(field) && typeof given === 'string') toRequiredText(field.displayName, given);
}

/**
 * @param value what was entered, not empty
 * @param zone IANA name of the workflow's time zone
 * @throws BadInput that names the field
 */
export function toWireValue(field: Field, value: unknown, zone: string): IDataObject[string] {
	const label = field.displayName;
	switch (field.kind) {
		case 'text':
			return toFormat(
				field,
				toOneLine(
					checkedText(field, field.format === 'name' ? toLocated(value, NAME_KEYS) : value),
				),
			);
		case 'longText':
			return toFormat(field, checkedText(field, value));
		case 'choice':
			return toName(field, value);
		case 'email':
			return field.format === 'address'
				? toEmailAddress(label, value)
				: toEmailOrLogonName(label, value);
		case 'number':
			return toNumber(label, value);
		case 'boolean':
			return toBoolean(label, value);
		case 'time':
			return toTime(label, value, zone);
		case 'date':
			return toDateText(label, value, zone);
		case 'list':
			return field.of === 'emails'
				? toEmailAddresses(label, value)
				: toList(label, value).map((entry) => toFormat(field, toUsual(field, entry)));
		case 'files':
			return toFiles(label, value);
	}
}

function checkedText({ displayName, required, kind }: Field, value: unknown): string {
	const text = toText(displayName, value);
	refuseObjects(displayName, text, kind === 'longText');
	return required === true ? toRequiredText(displayName, text) : text;
}

/** Text as ServiceOps has it: HTML for text without tags, its own notation of MAC addresses. */
function toFormat({ format }: Field, text: string): string {
	if (format === 'html') return toHtml(text);
	if (format === 'lower') return text.toLowerCase();
	if (format === 'mac') return toMacAddress(toIdentifier(text)) ?? toIdentifier(text);
	return format === 'code' || format === 'name' ? toIdentifier(text) : text;
}

/** Where an object that stands for a person has the address, as Jira and Microsoft write it too. */
const PERSON_KEYS = ['email', 'emailAddress', 'mail', 'userPrincipalName', ...NAME_KEYS];

/** A name; one of the usual names in their spelling, whatever case was entered. */
function toName(field: Field, value: unknown): string {
	if (field.sends === 'email') return toPerson(field, toLocated(value, PERSON_KEYS));
	const text = toIdentifier(checkedText(field, toLocated(value, NAME_KEYS)));
	return toFormat(field, toUsual(field, text));
}

function toUsual({ choices = [] }: Field, text: string): string {
	const usual = choices.map((name) => ({ name, value: name }));
	return findChoice(usual, text)?.value ?? text;
}

/** Without an at sign it is a logon name or the name of a person, which the server may know. */
function toPerson(field: Field, value: unknown): string {
	const isAddress = typeof value === 'object' || textOf(value).includes('@');
	return isAddress
		? toEmailAddress(field.displayName, value)
		: toIdentifier(checkedText(field, value));
}
