/**
 * Encodes a form as the platform does, which escapes names and values.
 *
 * @returns multipart/form-data for a `FormData`, application/x-www-form-urlencoded for `URLSearchParams`
 */
export async function encodeForm(
	form: FormData | URLSearchParams,
): Promise<{ contentType: string; content: Buffer }> {
	const encoded = new Response(form);
	return {
		contentType: encoded.headers.get('content-type') ?? 'multipart/form-data',
		content: Buffer.from(await encoded.arrayBuffer()),
	};
}
